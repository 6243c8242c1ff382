/** The list of what waits beside the decisions of this person. Pure. */
import type { DecideOperation, Receipt } from "../domain/types";
import type { Waiting } from "../domain/waiting";

export interface Held {
  item: Waiting;
  /** The answer to a decision of mine that was not taken; the operation waits on. */
  not_taken: Receipt | null;
}
interface Decision {
  operation: DecideOperation;
  receipt: Receipt | null;
}

/** `hash`: of an operation beside the log (M94). */
interface Place {
  device: string;
  n: number;
  hash?: string | null;
}

export function keyOf({ device, n, hash = null }: Place): string {
  return `${device}:${n}:${hash ?? ""}`;
}

/** What is still to be decided: a decision that is under way, or was taken, is out of sight at once. */
export function stillOpen(
  rows: readonly Waiting[],
  decided: ReadonlyMap<string, Decision>,
): Held[] {
  return rows.flatMap((item) => {
    const mine = decided.get(keyOf(item));
    if (!mine) return [{ item, not_taken: null }];
    const result = mine.receipt?.result;
    const refused = result === "stale" || result === "quarantined" || result === "id_reuse";
    return refused ? [{ item, not_taken: mine.receipt }] : [];
  });
}
