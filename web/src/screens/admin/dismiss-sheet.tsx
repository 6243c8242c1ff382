/** Turning something down wants a reason, which its author will read. */
import { useState } from "preact/hooks";
import { d } from "../../text/desk";
import { DeskButton } from "../../ui/desk-parts";
import { Sheet } from "../../ui/sheet";

/** Characters of a reason that the wire takes. */
const LONGEST = 450;

interface DismissProps {
  name: string;
  onDismiss: (reason: string) => void;
  onClose: () => void;
}

export function DismissSheet({ name, onDismiss, onClose }: DismissProps) {
  const [reason, setReason] = useState("");
  const ready = reason.trim() !== "";
  return (
    <Sheet title={d("held.dismiss_ask", { name })} onClose={onClose}>
      <p>{d("held.dismiss_more", { name })}</p>
      <label for="dismiss-reason">{d("reject.reason")}</label>
      <textarea
        id="dismiss-reason"
        class="desk-input"
        rows={3}
        maxLength={LONGEST}
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <div class="row">
        <span class="push" />
        <DeskButton onClick={onClose}>{d("cancel")}</DeskButton>
        <DeskButton
          kind="sure"
          icon="ban"
          off={ready ? null : d("reject.reason_needed")}
          onClick={() => onDismiss(reason.trim())}
        >
          {d("held.dismiss")}
        </DeskButton>
      </div>
    </Sheet>
  );
}
