/** One operation that waits: what it asks for, why it waits, who sent it; taken or turned down. */
import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import type { Waiting } from "../../domain/waiting";
import { letterKeys } from "../../state/desk";
import type { Held } from "../../state/quarantine";
import { decide } from "../../state/registrations";
import { d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";
import { useDeskKeys } from "../../ui/desk-keys";
import { DeskButton, Keys } from "../../ui/desk-parts";
import { DeskScroll } from "../../ui/desk-scroll";
import { clinicName, firstName, nameOf } from "../desk/names";
import { ReasonSheet } from "../desk/reason-sheet";
import { moment, skewWords } from "../desk/show";
import { offerUndo } from "../desk/undo";
import { HeldWants } from "./held-wants";
import { aboutWhom, cannotTake, kindWords, notTakenWords, whyWords } from "./held-words";
import { type Place, RecordHead } from "./record-head";

interface PageProps {
  held: Held;
  place: Place;
  takeFocus: RefObject<boolean>;
  onGo: (step: 1 | -1) => void;
  onDone: () => void;
  onList: () => void;
}

export function HeldPage(props: PageProps) {
  const { item, not_taken } = props.held;
  const { takeFocus, onGo, onDone, onList } = props;
  const [asking, setAsking] = useState(false);
  const off = cannotTake(item);
  const waits = item.result === "held";
  async function takeIt() {
    if (off) return;
    await decide(item, { choice: "take", seen: "waiting", reason: null });
    onDone();
  }
  useDeskKeys(
    {
      "Shift+J": () => onGo(1),
      "Shift+K": () => onGo(-1),
      n: () => onGo(1),
      Escape: onList,
      e: () => void takeIt(),
      ...(waits ? {} : { t: () => setAsking(true) }),
    },
    { letters: letterKeys.value },
  );
  return (
    <article class="pane across" aria-labelledby="record-name">
      <RecordHead
        title={aboutWhom(item)}
        beside={
          <span class="meta">
            {[kindWords(item), item.clinic && clinicName(item.clinic)].filter(Boolean).join(" · ")}
          </span>
        }
        place={props.place}
        takeFocus={takeFocus}
        onGo={onGo}
        onBack={onList}
      >
        <p class="meta">{whyWords(item)}</p>
      </RecordHead>
      <DeskScroll label={whyWords(item)}>
        {not_taken && (
          <section class="notice heed" role="status">
            <DeskIcon name="info" size={20} />
            <b>{d("held.not_taken")}</b>
            <span>{notTakenWords(item, not_taken)}</span>
          </section>
        )}
        <HeldWants item={item} />
        <Sender item={item} />
      </DeskScroll>
      <footer class="foot">
        <span class="row meta key-hints">
          <Keys of="Shift+J" /> {d("next").toLowerCase()} <Keys of="U" /> {d("undo").toLowerCase()}{" "}
          <Keys of="?" /> {d("keys.all")}
        </span>
        <span class="push" />
        {off && (
          <span class="meta num" role="status">
            {off}
          </span>
        )}
        <DeskButton hint="N" onClick={() => onGo(1)}>
          {d("later")}
        </DeskButton>
        <DeskButton
          kind="stop"
          hint="T"
          off={waits ? d("held.off.held") : null}
          onClick={() => setAsking(true)}
        >
          {d("held.dismiss")}
        </DeskButton>
        <DeskButton kind="main" hint="E" off={off} onClick={() => void takeIt()}>
          {d("held.take")}
        </DeskButton>
      </footer>
      {asking && (
        <ReasonSheet
          title={d("held.dismiss_ask", { name: firstName(item.account) })}
          more={d("held.dismiss_more", { name: firstName(item.account) })}
          act={d("held.dismiss")}
          longest={450}
          onReason={(reason) => void dismiss(item, reason).then(onDone)}
          onClose={() => setAsking(false)}
        />
      )}
    </article>
  );
}

/** Undoing it takes it: the operation was seen turned down, and now it is not. */
async function dismiss(item: Waiting, reason: string): Promise<void> {
  await decide(item, { choice: "dismiss", seen: "waiting", reason });
  if (cannotTake(item)) return;
  offerUndo({
    of: [item.on],
    deed: d("deed.dismissed", { name: firstName(item.account) }),
    undo: () => decide(item, { choice: "take", seen: "dismissed", reason: null }),
  });
}

function Sender({ item }: { item: Waiting }) {
  const skew = skewWords(item.skew_ms);
  return (
    <section class="box">
      <h2>{d("held.sender")}</h2>
      <b>{nameOf(item.account)}</b>
      <p class="meta">
        {[d(`role.${item.role}`), item.label, item.app].filter(Boolean).join(" · ")}
      </p>
      <dl class="facts num">
        <dt>{d("evidence.phone_clock")}</dt>
        <dd>{item.recorded_at ? moment(item.recorded_at) : "–"}</dd>
        <dt>{d("evidence.received")}</dt>
        <dd>{moment(item.received_at)}</dd>
        <dt>{d("evidence.skew")}</dt>
        <dd data-tone={skew.far ? "heed" : undefined}>{skew.words}</dd>
      </dl>
    </section>
  );
}
