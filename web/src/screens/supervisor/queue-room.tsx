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
  const [drawer, setDrawer] = useState(false);
  const { order, ...queue } = useQueue();
  const shown = asked ? (registrations.value.get(asked) ?? null) : null;
  const focusNext = useRef(false);

  useEffect(() => setDrawer(false), [asked]);
  // Beside the list the first in line is opened by its own address: the feed may reorder the queue, and
  // what is being read must not change under the reader's hand.
  const first = asked || width === "phone" ? undefined : order[0]?.id;
  useEffect(() => {
    if (first) route(`/queue/${first}`, true);
  }, [first, route]);

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

  const list = <QueueList {...queue} current={shown?.id ?? null} today={today.value} />;
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

function useQueue() {
  const [filter, onFilter] = useState(NO_FILTER);
  const waiting = waitingForReview(registrations.value.values());
  const groups = queueGroups(waiting, filter, today.value);
  return { filter, onFilter, waiting, groups, order: groups.flatMap((group) => group.items) };
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

function openSearch(show: () => void) {
  show();
  requestAnimationFrame(() => document.getElementById("desk-search")?.focus());
}

function focusItem(shown: Projected | null) {
  if (shown) document.querySelector<HTMLElement>(`a[href="/queue/${shown.id}"]`)?.focus();
}
