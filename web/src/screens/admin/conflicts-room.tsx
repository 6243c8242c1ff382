/** The inbox of conflicts, and one page a registration. */

import { useRef, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { type Conflict, isConflict } from "../../domain/difference";
import type { Projected } from "../../domain/project";
import { registrations } from "../../state/registrations";
import { d } from "../../text/desk";
import { Empty } from "../../ui/desk-parts";
import { unitLabel } from "../desk/lines";
import { clinicName, firstName } from "../desk/names";
import { ago } from "../desk/show";
import { ConflictPage } from "./conflict-page";
import { ALL, type InboxFilter, passes } from "./facets";
import { conflictFacets, conflictsOf, openedAt } from "./inbox";
import { InboxFilters } from "./inbox-filters";

export function ConflictsRoom() {
  const { route } = useLocation();
  const id = useRoute().params.id;
  const takeFocus = useRef(false);
  const [filter, setFilter] = useState(ALL);
  const all = conflictsOf(registrations.value);
  const inbox = all.filter((r) => passes(conflictFacets(r), filter, Date.now()));
  const at = inbox.findIndex((r) => r.id === id);
  const opened = inbox[at];
  if (!opened)
    return <ConflictInbox all={all} inbox={inbox} filter={filter} onFilter={setFilter} />;
  function go(step: 1 | -1) {
    const next = inbox[at + step];
    if (!next) return;
    takeFocus.current = true;
    route(`/conflicts/${next.id}`);
  }
  /** What was settled leaves the inbox; the one that followed it is opened. */
  function done() {
    const next = inbox[at + 1] ?? inbox[at - 1];
    takeFocus.current = true;
    route(next ? `/conflicts/${next.id}` : "/conflicts");
  }
  return (
    <ConflictPage
      key={opened.id}
      registration={opened}
      inbox={inbox}
      place={{ position: at + 1, of: inbox.length }}
      takeFocus={takeFocus}
      onGo={go}
      onDone={done}
      onInbox={() => route("/conflicts")}
    />
  );
}

interface InboxProps {
  all: readonly Projected[];
  inbox: readonly Projected[];
  filter: InboxFilter;
  onFilter: (filter: InboxFilter) => void;
}

function ConflictInbox({ all, inbox, filter, onFilter }: InboxProps) {
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{d("room.conflicts")}</h1>
        <span class="meta">{d("conflicts.count", { n: inbox.length })}</span>
        <span class="push" />
        {all.length > 0 && (
          <InboxFilters
            of={all.map(conflictFacets)}
            kinds={{
              label: d("conflicts.question"),
              all: d("conflicts.all_kinds"),
              words: (kind) => d(`kind.${kind as Conflict["kind"]}`),
            }}
            filter={filter}
            onFilter={onFilter}
          />
        )}
      </header>
      {inbox.length === 0 ? (
        <Empty icon="checks" title={d(all.length > 0 ? "queue.none_match" : "conflicts.empty")}>
          {d(all.length > 0 ? "queue.none_match_more" : "conflicts.empty_more")}
        </Empty>
      ) : (
        <div class="box flush scroll">
          <table class="desk-table">
            <thead>
              <tr>
                <th scope="col">{d("people.name")}</th>
                <th scope="col">{d("conflicts.question")}</th>
                <th scope="col">{d("conflicts.units")}</th>
                <th scope="col">{d("conflicts.proposed_by")}</th>
                <th scope="col">{d("people.clinic")}</th>
                <th scope="col">{d("conflicts.since")}</th>
              </tr>
            </thead>
            <tbody>
              {inbox.map((r) => (
                <InboxRow key={r.id} registration={r} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function InboxRow({ registration }: { registration: Projected }) {
  const threads = registration.threads.filter(isConflict);
  const kinds = [...new Set(threads.map((thread) => d(`kind.${thread.kind}`)))];
  const units = threads.map((thread) => unitLabel(thread.unit));
  const proposals = threads.flatMap((thread) => thread.proposals ?? []);
  const authors = [...new Set(proposals.map((p) => firstName(p.stamp.account)))];
  return (
    <tr>
      <th scope="row">
        <a href={`/conflicts/${registration.id}`}>{registration.units.name.full_name}</a>
      </th>
      <td>{kinds.join(", ")}</td>
      <td>{units.join(", ")}</td>
      <td>{authors.join(", ")}</td>
      <td>{clinicName(registration.clinic)}</td>
      <td class="tabular">{ago(openedAt(registration))}</td>
    </tr>
  );
}
