/** What goes out next, and how it is said: in clear by its person's hand, in boxes while they are locked (P124). */
import { GENESIS } from "../domain/chain";
import { readMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { queuedRows } from "../store/outbox";
import type { OutboxRow, StoredRow } from "../store/schema";
import { openRows } from "../store/sealing";
import { chainBefore, fitting, sendable } from "./plan";

/** The next rows that one request bears, at most `count`, beyond number `after`. */
export async function nextRows(db: PersonDb, count: number, after = 0): Promise<StoredRow[]> {
  const rows = fitting(await queuedRows(db, count, after));
  return db.locked ? sendable(rows) : rows;
}

/** What is sent in clear, and the chain before it. Throws Locked. */
export async function spokenOf(
  db: PersonDb,
  stored: readonly StoredRow[],
): Promise<{ rows: OutboxRow[]; chain: { n: number; hash: string } }> {
  const rows = await openRows(db, stored);
  const head = await readMeta(db, "head");
  return { rows, chain: chainBefore(rows, head ?? { n: 0, chain: GENESIS }) };
}
