/** Rejecting asks once, names the person, and wants a reason that the recruiter will read. */
import { useState } from "preact/hooks";
import { d } from "../../text/desk";
import { DeskButton } from "../../ui/desk-parts";
import { Sheet } from "../../ui/sheet";

interface RejectProps {
  name: string;
  onReject: (reason: string) => void;
  onClose: () => void;
}

export function RejectSheet({ name, onReject, onClose }: RejectProps) {
  const [reason, setReason] = useState("");
  const ready = reason.trim() !== "";
  return (
    <Sheet title={d("reject.ask", { name })} onClose={onClose}>
      <p>{d("reject.more")}</p>
      <label for="reject-reason">{d("reject.reason")}</label>
      <textarea
        id="reject-reason"
        class="desk-input"
        rows={3}
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
          onClick={() => onReject(reason.trim())}
        >
          {d("reject.do")}
        </DeskButton>
      </div>
    </Sheet>
  );
}
