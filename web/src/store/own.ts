/** What this phone said itself and is not told back, put where the server would have told it (P180-P184). */
import { numbersOf, workedOut } from "../domain/own";
import { waits } from "../domain/status";
import type { Operation, SyncAnswer } from "../domain/types";
import type { PersonDb } from "./open";
import { rowsOf } from "./outbox";
import type { OutboxRow } from "./schema";
import { openRows } from "./sealing";

/** From which number on everything is here that no entry has held yet (P180); null where there is nothing. */
export function ownFrom(db: PersonDb): Promise<number | null> {
  return db.read(["outbox"], async (tx) => {
    const byState = tx.objectStore("outbox").index("state");
    const queued = await byState.getKey(rowsOf("queued"));
    let row = await byState.get(rowsOf("receipted"));
    for (; row; row = await byState.get(rowsOf("receipted", row.n + 1))) {
      const { n, receipt, covered_at } = row;
      const told = covered_at !== undefined || receipt === null || waits(receipt);
      if (!told) return Math.min(n, queued ?? n);
    }
    return queued ?? null;
  });
}

/**
 * The answer with every entry in it, as if it had been told whole; `spoken` are rows that are open already. Where one
 * cannot be worked out the answer has no page (P184). Throws Locked.
 */
export async function toldWhole(
  db: PersonDb,
  answer: SyncAnswer,
  spoken: readonly OutboxRow[],
): Promise<SyncAnswer> {
  const { feed } = answer;
  if (!feed?.own) return answer;
  const known = new Map(spoken.map((row) => [row.n, row]));
  const others = numbersOf(feed.own).filter((n) => !known.has(n));
  for (const row of others.length > 0 ? await rowsAt(db, others) : []) known.set(row.n, row);
  const said = new Map<number, Operation>();
  for (const [n, { text }] of known) if (text !== "") said.set(n, JSON.parse(text) as Operation);
  const own = await workedOut(feed.own, said);
  if (own === null) return { ...answer, feed: null };
  const entries = [...feed.entries, ...own].sort((a, b) => a.seq - b.seq);
  return { ...answer, feed: { ...feed, entries, own: null } };
}

async function rowsAt(db: PersonDb, numbers: readonly number[]): Promise<OutboxRow[]> {
  const found = await db.read(["outbox"], (tx) => {
    const outbox = tx.objectStore("outbox");
    return Promise.all(numbers.map((n) => outbox.get(n)));
  });
  return openRows(
    db,
    found.filter((row) => row !== undefined),
  );
}
