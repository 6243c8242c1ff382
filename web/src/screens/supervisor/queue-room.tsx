/** The queue and the record beside it; on a phone one after the other. */

import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { Projected } from "../../domain/project";
import { letterKeys } from "../../state/desk";
import { registrations, today } from "../../state/registrations";
import { d } from "../../text/desk";
import { useDeskKeys } from "../../ui/desk-keys";
import { DeskButton, Empty } from "../../ui/desk-parts";
import { useDeskWidth } from "../../ui/desk-width";
import { NO_FILTER, queueGroups, waitingForReview } from "./queue";
import { QueueList } from "./queue-list";
import { ReviewPane } from "./review-pane";

export function QueueRoom() {
  const { route } = useLocation();
  const asked = useRoute().params.id ?? null;
  const width = useDeskWidth();
  const [filter, setFilter] = useState(NO_FILTER);
  const [drawer, setDrawer] = useState(false);
  const waiting = waitingForReview(registrations.value.values());
  const groups = queueGroups(waiting, filter, today.value);
  const order = groups.flatMap((group) => group.items);
  const shown = useShown(asked, order, width !== "phone");
  const focusNext = useRef(false);

  useEffect(() => setDrawer(false), [asked]);

  function go(step: 1 | -1) {
    const next = order[order.findIndex((item) => item.id === shown?.id) + step];
    if (!next) return;
    focusNext.current = true;
    route(`/queue/${next.id}`);
  }
  /** After a verdict the next in line is opened, and its heading gets the focus. */
  function done(id: string) {
    const at = order.findIndex((item) => item.id === id);
    const next = order[at + 1] ?? order[at - 1];
    focusNext.current = true;
    route(next && next.id !== id ? `/queue/${next.id}` : "/queue");
  }
  useDeskKeys(
    {
      j: () => go(1),
      k: () => go(-1),
      "/": () => openSearch(() => setDrawer(true)),
      Escape: () => (width === "wide" ? focusItem(shown) : leave()),
    },
    { letters: letterKeys.value },
  );
  function leave() {
    if (width === "phone") route("/queue");
    else setDrawer((open) => !open);
  }

  const list = (
    <QueueList
      waiting={waiting}
      groups={groups}
      filter={filter}
      current={shown?.id ?? null}
      today={today.value}
      onFilter={setFilter}
    />
  );
  if (width === "phone" && !asked) return list;
  const position = shown ? order.findIndex((item) => item.id === shown.id) + 1 : 0;
  return (
    <div class="two" data-drawer={drawer ? "open" : "shut"}>
      {width !== "phone" && list}
      {shown ? (
        <ReviewPane
          key={shown.id}
          registration={shown}
          width={width}
          place={{ position, of: order.length }}
          takeFocus={focusNext}
          onGo={go}
          onDone={done}
          onList={leave}
        />
      ) : (
        <NothingOpen onList={width === "drawer" ? () => setDrawer(true) : null} />
      )}
    </div>
  );
}

function NothingOpen({ onList }: { onList: (() => void) | null }) {
  return (
    <section class="pane">
      {onList && (
        <div class="pane-head">
          <DeskButton small icon="list" onClick={onList}>
            {d("room.queue")}
          </DeskButton>
        </div>
      )}
      <Empty icon="inbox" title={d("queue.nothing_open")}>
        {d("queue.nothing_open_more")}
      </Empty>
    </section>
  );
}

/** The registration asked for; with room beside the list, the first in line when none was. */
function useShown(asked: string | null, order: readonly Projected[], beside: boolean) {
  if (asked) return registrations.value.get(asked) ?? null;
  return beside ? (order[0] ?? null) : null;
}

function openSearch(show: () => void) {
  show();
  requestAnimationFrame(() => document.getElementById("desk-search")?.focus());
}

function focusItem(shown: Projected | null) {
  if (shown) document.querySelector<HTMLElement>(`a[href="/queue/${shown.id}"]`)?.focus();
}
