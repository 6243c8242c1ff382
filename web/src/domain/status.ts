/** Which one of the sixteen chips a registration shows. */
import type { Entry, Receipt, Status, Thread } from "./types";

export type Chip =
  | "draft"
  | "correction"
  | "on_phone"
  | "sending"
  | "with_supervisor"
  | "photo_to_follow"
  | "returned"
  | "approved"
  | "code_issued"
  | "code_lapsed"
  | "paid"
  | "registered"
  | "rejected"
  | "withdrawn"
  | "settling"
  | "with_admin";

export interface Standing {
  status: Status;
  threads: readonly Thread[];
  pending: readonly { state: "queued" | "in_flight" | "receipted"; receipt: Receipt | null }[];
  progress: Entry["progress"];
}

/** Where several are true: what needs me, what is being settled, what waits, what is unsent, then its life. */
export function chipOf(of: Standing, today: string): Chip {
  if (of.status === "returned") return "returned";
  if (of.threads.some((thread) => thread.open)) return "settling";
  if (of.pending.some(({ receipt }) => receipt !== null && undecided(receipt))) return "with_admin";
  if (of.pending.some(({ state }) => state === "in_flight")) return "sending";
  if (of.pending.some(({ state }) => state === "queued")) return "on_phone";
  switch (of.status) {
    case "submitted":
      return "with_supervisor";
    case "code_issued":
      return (of.progress.valid_until ?? today) < today ? "code_lapsed" : "code_issued";
    default:
      return of.status;
  }
}

/** In the server's custody without effect yet: it may still become something else (rules P4, P46). */
export function waits(receipt: Receipt): boolean {
  return ["held", "quarantined", "id_reuse"].includes(receipt.result);
}

/** An admin decided against it (M61). It is asked about all the same: they may take it yet. */
export function dismissed(receipt: Receipt): boolean {
  return waits(receipt) && receipt.code === "dismissed";
}

function undecided(receipt: Receipt): boolean {
  return waits(receipt) && !dismissed(receipt);
}
