/** Turning something or somebody down asks once, names whom, and wants a reason that its author will read. */
import { useState } from "preact/hooks";
import { d } from "../../text/desk";
import { DeskButton } from "../../ui/desk-parts";
import { Sheet } from "../../ui/sheet";

interface ReasonProps {
  title: string;
  more: string;
  /** The word on the button that does it. */
  act: string;
  /** Characters that the wire takes. */
  longest: number;
  onReason: (reason: string) => void;
  onClose: () => void;
}

export function ReasonSheet({ title, more, act, longest, onReason, onClose }: ReasonProps) {
  const [reason, setReason] = useState("");
  const ready = reason.trim() !== "";
  return (
    <Sheet title={title} onClose={onClose}>
      <p>{more}</p>
      <label for="reason">{d("reject.reason")}</label>
      <textarea
        id="reason"
        class="desk-input"
        rows={3}
        maxLength={longest}
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
          onClick={() => onReason(reason.trim())}
        >
          {act}
        </DeskButton>
      </div>
    </Sheet>
  );
}
