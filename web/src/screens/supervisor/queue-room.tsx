/** The queue and the record beside it; on a phone one after the other. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { letterKeys } from "../../state/desk";
import { registrations } from "../../state/registrations";
import { d } from "../../text/desk";
import { useDeskKeys } from "../../ui/desk-keys";
import { DeskButton, Empty } from "../../ui/desk-parts";
import { useDeskWidth } from "../../ui/desk-width";
import { useLocation, useRoute } from "../../ui/router";
import { type Plan, planOf } from "./many";
import { ManySheet } from "./many-sheet";
import { queue } from "./marks";
import { type Group, NO_FILTER, queueGroups } from "./queue";
import { QueueList } from "./queue-list";
import { ReviewPane } from "./review-pane";

export function QueueRoom() {
  const { route } = useLocation();
  const asked = useRoute().params.id ?? null;
  const width = useDeskWidth();
  const [drawer, setDrawer] = useState(false);
  const { order, ...list } = useQueue();
  const many = useMany(list.groups, () => route("/queue"));
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
      "Shift+S": many.open,
      "/": () => openSearch(() => setDrawer(true)),
      Escape: () => (width === "wide" ? focusItem(shown) : leave()),
    },
    { letters: letterKeys.value },
  );
  function leave() {
    if (width === "phone") route("/queue");
    else setDrawer((open) => !open);
  }

  const rows = <QueueList {...list} current={shown?.id ?? null} onApproveMany={many.open} />;
  if (width === "phone" && !asked) {
    return (
      <>
        {rows}
        {many.sheet}
      </>
    );
  }
  const position = shown ? order.findIndex((item) => item.id === shown.id) + 1 : 0;
  return (
    <div class="two" data-drawer={drawer ? "open" : "shut"}>
      {width !== "phone" && rows}
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
      {many.sheet}
    </div>
  );
}

function useQueue() {
  const [filter, onFilter] = useState(NO_FILTER);
  const waiting = queue.value;
  const groups = useMemo(() => queueGroups(waiting, filter), [waiting, filter]);
  const order = groups.flatMap((group) => group.items.map((item) => item.registration));
  return { filter, onFilter, queue: waiting, groups, order };
}

/** Approving what is shown and passes; the list is that of the moment when it was asked for. */
function useMany(groups: readonly Group[], onDone: () => void) {
  const [plan, setPlan] = useState<Plan | null>(null);
  return {
    open: () => {
      const asked = planOf(groups.flatMap((group) => group.items));
      if (asked.approve.length > 0) setPlan(asked);
    },
    sheet: plan && (
      <ManySheet
        plan={plan}
        onClose={() => setPlan(null)}
        onDone={() => {
          setPlan(null);
          onDone();
        }}
      />
    ),
  };
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
