/** What an answer says about operations that were sent: the phone's half of the rules P40 to P47. */
import type { Receipt, SyncAnswer } from "./types";

export interface Sent {
  n: number;
  op: string;
  registration: string;
}

/**
 * The receipt of one operation that this answer was asked about; null where the server did not take it (P47)
 * and it must be sent again.
 */
export function receiptOf(sent: Sent, told: SyncAnswer["receipts"]): Receipt | null {
  const listed = told.exceptions.find(({ n }) => n === sent.n);
  if (listed) return listed.result === "retry" ? null : listed;
  if (sent.n > told.through) return null;
  // P41: only exceptions are listed. What version it made is not said, and the feed brings it.
  return { n: sent.n, op: sent.op, registration: sent.registration, result: "applied", version: 0 };
}
