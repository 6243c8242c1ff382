/** Reading the outbox. Rows of a state are found in order of n by the index on (state, n). */
import { waits } from "../domain/status";
import type { PersonDb } from "./open";
import type { OutboxFacts, StoredRow } from "./schema";

/** The rows of a state with numbers from `first` to `last`. */
export function rowsOf(
  state: OutboxFacts["state"],
  first = 0,
  last = Number.MAX_SAFE_INTEGER,
): IDBKeyRange {
  return IDBKeyRange.bound([state, first], [state, last]);
}

/** The first `limit` operations without a receipt beyond number `after`, in order. */
export function queuedRows(db: PersonDb, limit: number, after: number): Promise<StoredRow[]> {
  return db.read(["outbox"], (tx) =>
    tx
      .objectStore("outbox")
      .index("state")
      .getAll(rowsOf("queued", after + 1), limit),
  );
}

export function countQueued(db: PersonDb): Promise<number> {
  return db.read(["outbox"], (tx) =>
    tx.objectStore("outbox").index("state").count(rowsOf("queued")),
  );
}

/** Most numbers that one request may ask about (P4). */
export const MOST_WAITING = 500;

/**
 * Operations in the server's custody whose last word is still to come, from the first beyond number `after`
 * on and then from the beginning: where more wait than may be asked about, each has its turn (P4).
 */
export async function waitingRows(db: PersonDb, after: number): Promise<StoredRow[]> {
  const rows = await db.read(["outbox"], (tx) =>
    tx.objectStore("outbox").index("state").getAll(rowsOf("receipted")),
  );
  const waiting = rows.filter(({ receipt }) => receipt !== null && waits(receipt));
  const behind = waiting.filter(({ n }) => n <= after);
  return [...waiting.slice(behind.length), ...behind].slice(0, MOST_WAITING);
}

/** The next operations beyond number `after` that have a receipt, as many as one request may ask about (P114). */
export function receiptedRows(db: PersonDb, after: number): Promise<StoredRow[]> {
  return db.read(["outbox"], async (tx) => {
    const byState = tx.objectStore("outbox").index("state");
    const found = await Promise.all([
      byState.getAll(rowsOf("receipted", after + 1), MOST_WAITING),
      byState.getAll(rowsOf("covered", after + 1), MOST_WAITING),
    ]);
    return found
      .flat()
      .sort((a, b) => a.n - b.n)
      .slice(0, MOST_WAITING);
  });
}

/** The number after which to go on; null once these rows were the last. */
export function recheckAfter(rows: readonly StoredRow[]): number | null {
  return rows.length < MOST_WAITING ? null : (rows.at(-1)?.n ?? null);
}
