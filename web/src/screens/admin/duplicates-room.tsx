/** Persons signed up twice: the inbox, and one page a person. */

import { useRef } from "preact/hooks";
import { registrations } from "../../state/registrations";
import { d } from "../../text/desk";
import { Empty } from "../../ui/desk-parts";
import { useLocation, useRoute } from "../../ui/router";
import { clinicName, firstName } from "../desk/names";
import { ago } from "../desk/show";
import { waysOf } from "./alike";
import { DuplicatePage } from "./duplicate-page";
import { type Duplicate, duplicatesOf } from "./inbox";

/** A duplicate is addressed by its first claim: the thread's own id is no path. */
const pathOf = (duplicate: Duplicate): string => `/duplicates/${duplicate.claims[0]?.id ?? ""}`;

export function DuplicatesRoom() {
  const { route } = useLocation();
  const id = useRoute().params.id;
  const takeFocus = useRef(false);
  const inbox = duplicatesOf(registrations.value);
  const at = inbox.findIndex((duplicate) => duplicate.claims[0]?.id === id);
  const opened = inbox[at];
  if (!opened) return <DuplicateInbox inbox={inbox} />;
  function open(duplicate: Duplicate | undefined, otherwise: string | null) {
    const path = duplicate ? pathOf(duplicate) : otherwise;
    if (path === null) return;
    takeFocus.current = true;
    route(path);
  }
  return (
    <DuplicatePage
      key={`${opened.thread.id} ${opened.thread.moves}`}
      duplicate={opened}
      place={{ position: at + 1, of: inbox.length }}
      takeFocus={takeFocus}
      onGo={(step) => open(inbox[at + step], null)}
      onDone={() => open(inbox[at + 1] ?? inbox[at - 1], "/duplicates")}
      onInbox={() => route("/duplicates")}
    />
  );
}

function DuplicateInbox({ inbox }: { inbox: readonly Duplicate[] }) {
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{d("room.duplicates")}</h1>
        <span class="meta">{d("duplicates.count", { n: inbox.length })}</span>
      </header>
      {inbox.length === 0 ? (
        <Empty icon="checks" title={d("duplicates.empty")}>
          {d("duplicates.empty_more")}
        </Empty>
      ) : (
        <div class="box flush scroll">
          <table class="desk-table">
            <thead>
              <tr>
                <th scope="col">{d("people.name")}</th>
                <th scope="col">{d("duplicates.alike")}</th>
                <th scope="col">{d("people.recruiter")}</th>
                <th scope="col">{d("people.clinic")}</th>
                <th scope="col">{d("conflicts.since")}</th>
              </tr>
            </thead>
            <tbody>
              {inbox.map((duplicate) => (
                <tr key={duplicate.thread.id}>
                  <th scope="row">
                    <a href={pathOf(duplicate)}>{duplicate.claims[0]?.units.name.full_name}</a>
                  </th>
                  <td>{waysOf(duplicate.thread)}</td>
                  <td>{duplicate.claims.map((claim) => firstName(claim.recruiter)).join(", ")}</td>
                  <td>{duplicate.claims.map((claim) => clinicName(claim.clinic)).join(", ")}</td>
                  <td class="tabular">{ago(duplicate.thread.opened_at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
