/** The state of one review: what was read, the remarks so far, and which verdicts may be given now. */
import { useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import type { Verdict } from "../../domain/types";
import { notice, noticed } from "../../state/noticed";
import { d } from "../../text/desk";
import { isBeingSettled, isUnread } from "./queue";
import { copyOf, decide, NO_WORDS, type Words } from "./verdict";

/** Everything that is under way on one record: remarks, and the verdict that is being given. */
export function useReview(registration: Projected, onDone: (id: string) => void) {
  const [seen, setSeen] = useState(() => copyOf(registration));
  const [mode, setMode] = useState<"reading" | "returning" | "rejecting">("reading");
  const [remarks, setRemarks] = useState<Record<string, string>>({});
  const [message, setMessage] = useState("");
  const moved = seen.version !== registration.base;
  const waits = registration.status === "submitted";
  const unread = isUnread(registration, noticed.value);
  const off = !waits ? d("verdict.given") : moved ? d("verdict.moved") : null;
  const approveOff = off ?? (isBeingSettled(registration) ? d("verdict.settling") : null);
  const written = Object.fromEntries(
    Object.entries(remarks).filter(([, text]) => text.trim() !== ""),
  );
  const nothingSaid = Object.keys(written).length === 0 && message.trim() === "";

  async function give(verdict: Verdict, words: Words) {
    if (await decide(registration, verdict, words)) onDone(registration.id);
  }
  async function haveRead() {
    await notice(registration.stale?.op ?? "");
    onDone(registration.id);
  }
  return {
    seen,
    moved,
    remarks,
    message,
    off,
    approveOff,
    nothingSaid,
    returning: mode === "returning",
    rejecting: mode === "rejecting",
    setMessage,
    seeNow: () => setSeen(copyOf(registration)),
    cancel: () => setMode("reading"),
    unread,
    approve: () => {
      if (unread && !waits) void haveRead();
      else if (!approveOff) void give("approve", NO_WORDS);
    },
    startReturn: () => {
      if (!off) setMode("returning");
    },
    startReject: () => {
      if (!off) setMode("rejecting");
    },
    /** A flag at a field starts a remark there, and with it the return; an emptied flag takes it away. */
    remark: (field: string, text: string | null) => {
      setRemarks((all) => {
        const { [field]: _gone, ...rest } = all;
        return text === null ? rest : { ...rest, [field]: text };
      });
      if (text !== null && !off) setMode("returning");
    },
    sendReturn: () => {
      if (mode !== "returning" || off || nothingSaid) return;
      void give("return", { remarks: written, message: message.trim() || null });
    },
    reject: (reason: string) => void give("reject", { remarks: {}, message: reason }),
  };
}
export type Review = ReturnType<typeof useReview>;
