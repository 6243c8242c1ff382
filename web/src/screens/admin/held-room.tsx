/** What waits for an admin: the list, and one page an operation. */
import { useRef } from "preact/hooks";
import { type Held, held, keyOf, loadHeld, loadMoreHeld } from "../../state/quarantine";
import { d } from "../../text/desk";
import { DeskButton, Empty } from "../../ui/desk-parts";
import { useLocation, useRoute } from "../../ui/router";
import { firstName } from "../desk/names";
import { ago } from "../desk/show";
import { HeldPage } from "./held-page";
import { aboutWhom, kindWords, whyWords } from "./held-words";

export function HeldRoom() {
  const { route } = useLocation();
  const { device = "", n = "", hash = null } = useRoute().params;
  const takeFocus = useRef(false);
  const rows = held.value.rows ?? [];
  const key = keyOf({ device, n: Number(n), hash });
  const at = rows.findIndex(({ item }) => keyOf(item) === key);
  const opened = rows[at];
  if (!opened) return <HeldInbox />;
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

function HeldInbox() {
  const { rows, count, more, problem } = held.value;
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{d("room.held")}</h1>
        <span class="meta num">{rows ? d("held.count", { n: count }) : ""}</span>
        <span class="push" />
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
      {rows && rows.length > 0 && <HeldTable rows={rows} />}
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
