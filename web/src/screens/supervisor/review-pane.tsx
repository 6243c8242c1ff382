/** One registration: fields in portal order, checks, signature, history, and the verdict about it. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { letterKeys } from "../../state/desk";
import { d } from "../../text/desk";
import { StatusChips } from "../../ui/chip";
import { DeskIcon } from "../../ui/desk-icon";
import { useDeskKeys } from "../../ui/desk-keys";
import { IconButton, Keys } from "../../ui/desk-parts";
import type { DeskWidth } from "../../ui/desk-width";
import { copyFocused } from "../desk/copying";
import { enlargePhoto } from "../desk/desk-photo";
import { clinicName, firstName, nameOf } from "../desk/names";
import { ReasonSheet } from "../desk/reason-sheet";
import { moment, occupationName, versionName } from "../desk/show";
import { ReviewFields } from "./review-fields";
import { ReviewPhoto } from "./review-photo";
import { Checks, History, Signed } from "./review-side";
import { MovedNotice, StaleNotice } from "./stale-notice";
import { useReview } from "./use-review";
import { VerdictFoot } from "./verdict-foot";

interface PaneProps {
  registration: Projected;
  width: DeskWidth;
  place: { position: number; of: number };
  /** Set when the heading shall take the focus as the record opens. */
  takeFocus: RefObject<boolean>;
  onGo: (step: 1 | -1) => void;
  onDone: (id: string) => void;
  onList: () => void;
}

export function ReviewPane(props: PaneProps) {
  const { registration, width, onDone } = props;
  const work = useReview(registration, onDone);
  const [allHistory, setAllHistory] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const { takeFocus } = props;
  useEffect(() => {
    if (takeFocus.current) heading.current?.focus();
    takeFocus.current = false;
  }, [takeFocus]);
  useDeskKeys(
    {
      s: work.approve,
      b: work.startReturn,
      t: work.startReject,
      c: copyFocused,
      f: enlargePhoto,
      h: () => setAllHistory((all) => !all),
      "Ctrl+Enter": work.sendReturn,
      ...(work.returning ? { Escape: work.cancel } : {}),
    },
    { letters: letterKeys.value },
  );
  const past = <History registration={registration} all={allHistory} onAll={setAllHistory} />;
  const photo = (
    <ReviewPhoto
      registration={registration}
      remark={work.remarks.id_photo}
      onRemark={width === "phone" && !work.returning ? null : work.remark}
    />
  );
  const side = (
    <aside class="side" aria-label={d("review.side")}>
      {work.moved ? (
        <MovedNotice registration={registration} seen={work.seen} onSeen={work.seeNow} />
      ) : (
        registration.stale && <StaleNotice registration={registration} stale={registration.stale} />
      )}
      {photo}
      {width !== "phone" && <Signed registration={registration} />}
      <Checks registration={registration} folded={width === "phone"} />
      {width === "phone" && <Signed registration={registration} />}
      {width !== "phone" && past}
    </aside>
  );
  const fields = (
    <ReviewFields
      registration={registration}
      remarks={work.remarks}
      onRemark={work.remark}
      folded={width === "phone" && !work.returning}
    />
  );
  return (
    <article class="pane" aria-labelledby="record-name">
      <PaneHead {...props} heading={heading} />
      <div class="pane-body scroll">
        {width === "phone" ? [side, fields, past] : [fields, side]}
      </div>
      <VerdictFoot registration={registration} width={width} work={work} />
      {work.rejecting && (
        <ReasonSheet
          title={d("reject.ask", { name: registration.units.name.full_name })}
          more={d("reject.more")}
          act={d("reject.do")}
          longest={2000}
          onReason={work.reject}
          onClose={work.cancel}
        />
      )}
    </article>
  );
}

function PaneHead(props: PaneProps & { heading: RefObject<HTMLHeadingElement | null> }) {
  const { registration, width, place, heading, onGo, onList } = props;
  const { entry } = registration;
  // Beside the list the queue is the page; alone the record is.
  const Title = width === "wide" ? "h2" : "h1";
  const said =
    width === "phone"
      ? [
          occupationName(registration.units.work.occupation),
          d("review.by_short", { name: firstName(registration.recruiter) }),
          clinicName(registration.clinic),
        ]
      : [
          d("review.by", {
            name: nameOf(registration.recruiter),
            clinic: clinicName(registration.clinic),
          }),
          d("review.recorded", { at: moment(registration.captured_at) }),
          entry ? d("review.received", { at: moment(entry.received_at) }) : "",
          d("review.version", { n: versionName(registration.base) }),
        ];
  return (
    <header class="pane-head">
      {width === "phone" && <IconButton icon="back" label={d("back")} onClick={onList} />}
      {width === "drawer" && <IconButton icon="list" label={d("room.queue")} onClick={onList} />}
      <div class="pane-title">
        <div class="row wrap">
          <Title id="record-name" class="record-name" ref={heading} tabIndex={-1}>
            {registration.units.name.full_name}
          </Title>
          <StatusChips of={registration} />
        </div>
        <p class="meta">{said.filter(Boolean).join(" · ")}</p>
      </div>
      {place.position > 0 && (
        <div class="row pager">
          <span class="meta num">{d("review.place", { a: place.position, b: place.of })}</span>
          <button type="button" class="desk-button square" onClick={() => onGo(-1)}>
            {width === "phone" ? <DeskIcon name="up" size={20} /> : <Keys of="K" />}
            <span class="unseen">{d("previous")}</span>
          </button>
          <button type="button" class="desk-button square" onClick={() => onGo(1)}>
            {width === "phone" ? <DeskIcon name="down" size={20} /> : <Keys of="J" />}
            <span class="unseen">{d("next")}</span>
          </button>
        </div>
      )}
    </header>
  );
}
