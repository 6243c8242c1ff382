/** The verdict's buttons, or while returning the message that goes with the remarks. */
import { useEffect, useRef, useState } from "preact/hooks";
import { photoFollows } from "../../domain/photo";
import type { Projected } from "../../domain/project";
import { d } from "../../text/desk";
import { DeskButton, IconButton, Keys } from "../../ui/desk-parts";
import type { DeskWidth } from "../../ui/desk-width";
import type { Review } from "./use-review";

interface FootProps {
  registration: Projected;
  width: DeskWidth;
  work: Review;
}

export function VerdictFoot({ registration, width, work }: FootProps) {
  if (work.returning) return <ReturnFoot work={work} width={width} />;
  if (registration.status !== "submitted") return <DecidedFoot work={work} />;
  return width === "phone" ? (
    <PhoneFoot registration={registration} work={work} />
  ) : (
    <footer class="foot">
      <span class="meta">
        {work.approveOff ?? about(registration)} · <Keys of="?" /> {d("keys.all")}
      </span>
      <DeskButton kind="stop" hint="T" off={work.off} onClick={work.startReject}>
        {d("reject")}
      </DeskButton>
      <DeskButton icon="return" hint="B" off={work.off} onClick={work.startReturn}>
        {d("return")}
      </DeskButton>
      <DeskButton kind="main" icon="check" hint="S" off={work.approveOff} onClick={work.approve}>
        {d("approve")}
      </DeskButton>
    </footer>
  );
}

/** Nothing is left to decide; that a verdict of theirs was not taken, they say that they have read (M107). */
function DecidedFoot({ work }: { work: Review }) {
  return (
    <footer class="foot">
      <span class="meta">{work.off}</span>
      {work.unread && (
        <DeskButton kind="main" icon="check" hint="S" onClick={work.approve}>
          {d("stale.read")}
        </DeskButton>
      )}
    </footer>
  );
}

/** Approving does not wait for a photo, but nobody approves without having been told (M88). */
function about(registration: Projected): string {
  const version = d("verdict.about", { n: registration.base });
  return photoFollows(registration) ? `${version} · ${d("verdict.photo")}` : version;
}

function PhoneFoot({ registration, work }: Pick<FootProps, "registration" | "work">) {
  const said = work.approveOff ?? (photoFollows(registration) ? d("verdict.photo") : null);
  const [more, setMore] = useState(false);
  return (
    <footer class="foot">
      {said && <p class="meta whole">{said}</p>}
      {more && (
        <DeskButton kind="stop" off={work.off} onClick={work.startReject}>
          {d("reject")}
        </DeskButton>
      )}
      <IconButton icon="more" label={d("verdict.more")} onClick={() => setMore((open) => !open)} />
      <DeskButton icon="return" off={work.off} onClick={work.startReturn}>
        {d("return")}
      </DeskButton>
      <DeskButton kind="main" icon="check" off={work.approveOff} onClick={work.approve}>
        {d("approve")}
      </DeskButton>
    </footer>
  );
}

function ReturnFoot({ work, width }: { work: Review; width: DeskWidth }) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // A flag has put the cursor into its own remark already.
    if (document.activeElement?.matches(".remark *")) return;
    // On a phone the keyboard would cover the fields that are to be flagged first.
    if (width === "phone") document.getElementById("review-fields")?.focus();
    else field.current?.focus();
  }, [width]);
  const count = Object.values(work.remarks).filter((text) => text.trim()).length;
  return (
    <footer class="foot returning">
      <label class="whole" for="return-message">
        <b>{d("return.message")}</b> <span class="meta">{d("return.hint", { n: count })}</span>
      </label>
      <textarea
        id="return-message"
        class="desk-input whole"
        rows={2}
        ref={field}
        value={work.message}
        onInput={(event) => work.setMessage(event.currentTarget.value)}
      />
      <span class="push" />
      <DeskButton onClick={work.cancel}>{d("cancel")}</DeskButton>
      <DeskButton
        kind="main"
        icon="return"
        hint="Ctrl+Enter"
        off={work.nothingSaid ? d("return.nothing") : work.off}
        onClick={work.sendReturn}
      >
        {d("return.send")}
      </DeskButton>
    </footer>
  );
}
