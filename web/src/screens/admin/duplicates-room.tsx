/** Persons signed up twice: the inbox, and one page a person. */

import { useRef, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { Alike } from "../../domain/types";
import { registrations } from "../../state/registrations";
import { d } from "../../text/desk";
import { Empty } from "../../ui/desk-parts";
import { clinicName, firstName } from "../desk/names";
import { ago } from "../desk/show";
import { waysOf } from "./alike";
import { DuplicatePage } from "./duplicate-page";
import { ALL, type InboxFilter, passes } from "./facets";
import { type Duplicate, duplicateFacets, duplicatesOf } from "./inbox";
import { InboxFilters } from "./inbox-filters";

/** A duplicate is addressed by its first claim: the thread's own id is no path. */
const pathOf = (duplicate: Duplicate): string => `/duplicates/${duplicate.claims[0]?.id ?? ""}`;

export function DuplicatesRoom() {
  const { route } = useLocation();
  const id = useRoute().params.id;
  const takeFocus = useRef(false);
  const [filter, setFilter] = useState(ALL);
  const all = duplicatesOf(registrations.value);
  const inbox = all.filter((one) => passes(duplicateFacets(one), filter, Date.now()));
  const at = inbox.findIndex((duplicate) => duplicate.claims[0]?.id === id);
  const opened = inbox[at];
  if (!opened) return <DuplicateInbox {...{ all, inbox, filter, onFilter: setFilter }} />;
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

interface InboxProps {
  all: readonly Duplicate[];
  inbox: readonly Duplicate[];
  filter: InboxFilter;
  onFilter: (filter: InboxFilter) => void;
}

function DuplicateInbox({ all, inbox, filter, onFilter }: InboxProps) {
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{d("room.duplicates")}</h1>
        <span class="meta">{d("duplicates.count", { n: inbox.length })}</span>
        <span class="push" />
        {all.length > 0 && (
          <InboxFilters
            of={all.map(duplicateFacets)}
            kinds={{
              label: d("duplicates.alike"),
              all: d("duplicates.all_ways"),
              words: (way) => d(`alike.${way as Alike}`),
            }}
            filter={filter}
            onFilter={onFilter}
          />
        )}
      </header>
      {inbox.length === 0 ? (
        <Empty icon="checks" title={d(all.length > 0 ? "queue.none_match" : "duplicates.empty")}>
          {d(all.length > 0 ? "queue.none_match_more" : "duplicates.empty_more")}
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
