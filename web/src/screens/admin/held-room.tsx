/** What waits for an admin: the list, and one page an operation. */
import { useRef, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { type Held, held, keyOf, loadHeld, loadMoreHeld } from "../../state/quarantine";
import { d } from "../../text/desk";
import { DeskButton, Empty } from "../../ui/desk-parts";
import { firstName } from "../desk/names";
import { ago } from "../desk/show";
import { ALL, type InboxFilter, passes } from "./facets";
import { HeldPage } from "./held-page";
import { aboutWhom, kindWords, whyWords, wordsOfKind } from "./held-words";
import { heldFacets } from "./inbox";
import { InboxFilters } from "./inbox-filters";

export function HeldRoom() {
  const { route } = useLocation();
  const { device = "", n = "", hash = null } = useRoute().params;
  const takeFocus = useRef(false);
  const [filter, setFilter] = useState(ALL);
  const rows = (held.value.rows ?? []).filter(({ item }) =>
    passes(heldFacets(item), filter, Date.now()),
  );
  const key = keyOf({ device, n: Number(n), hash });
  const at = rows.findIndex(({ item }) => keyOf(item) === key);
  const opened = rows[at];
  if (!opened) return <HeldInbox shown={rows} filter={filter} onFilter={setFilter} />;
  function open(one: Held | undefined) {
    takeFocus.current = true;
    route(one ? pathOf(one) : "/held");
  }
  return (
    <HeldPage
      key={keyOf(opened.item)}
      held={opened}
      place={{ position: at + 1, of: rows.length }}
      takeFocus={takeFocus}
      onGo={(step) => rows[at + step] && open(rows[at + step])}
      onDone={() => open(rows[at + 1] ?? rows[at - 1])}
      onList={() => route("/held")}
    />
  );
}

function pathOf({ item }: Held): string {
  return ["/held", item.device, item.n, ...(item.hash === null ? [] : [item.hash])].join("/");
}

interface InboxProps {
  shown: readonly Held[];
  filter: InboxFilter;
  onFilter: (filter: InboxFilter) => void;
}

function HeldInbox({ shown, filter, onFilter }: InboxProps) {
  const { rows, count, more, problem } = held.value;
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{d("room.held")}</h1>
        <span class="meta num">{rows ? d("held.count", { n: count }) : ""}</span>
        <span class="push" />
        {rows && rows.length > 0 && (
          <InboxFilters
            of={rows.map(({ item }) => heldFacets(item))}
            kinds={{ label: d("held.what"), all: d("held.all_kinds"), words: wordsOfKind }}
            filter={filter}
            onFilter={onFilter}
          />
        )}
        <DeskButton small onClick={() => void loadHeld()}>
          {d("reload")}
        </DeskButton>
      </header>
      {problem && <p class="notice plain">{d(`load.${problem}`)}</p>}
      {rows && count === 0 && (
        <Empty icon="checks" title={d("held.empty")}>
          {d("held.empty_more")}
        </Empty>
      )}
      {rows && rows.length > 0 && shown.length === 0 && (
        <Empty icon="list" title={d("queue.none_match")}>
          {d("queue.none_match_more")}
        </Empty>
      )}
      {shown.length > 0 && <HeldTable rows={shown} />}
      {more && <DeskButton onClick={() => void loadMoreHeld()}>{d("held.more")}</DeskButton>}
    </div>
  );
}

function HeldTable({ rows }: { rows: readonly Held[] }) {
  return (
    <div class="box flush scroll">
      <table class="desk-table">
        <thead>
          <tr>
            <th scope="col">{d("held.whom")}</th>
            <th scope="col">{d("held.what")}</th>
            <th scope="col">{d("held.why")}</th>
            <th scope="col">{d("held.sender")}</th>
            <th scope="col">{d("held.received")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={keyOf(one.item)}>
              <th scope="row">
                <a href={pathOf(one)}>{aboutWhom(one.item)}</a>
              </th>
              <td>{kindWords(one.item)}</td>
              <td>{whyWords(one.item)}</td>
              <td>{firstName(one.item.account)}</td>
              <td class="tabular">{ago(one.item.received_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
