/** What this phone said itself, or holds but for what has changed, put where the server would have told it whole
 * (P180-P184, P222-P225). */
import { laidOver } from "../domain/changed";
import { numbersOf, workedOut } from "../domain/own";
import { waits } from "../domain/status";
import type { Changed, Entry, Operation, Own, SyncAnswer } from "../domain/types";
import { loadSome } from "./load";
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
 * cannot be worked out the answer has no page (P184, P225). Throws Locked.
 */
export async function toldWhole(
  db: PersonDb,
  answer: SyncAnswer,
  spoken: readonly OutboxRow[],
): Promise<SyncAnswer> {
  const { feed } = answer;
  if (!feed?.own && !feed?.changed) return answer;
  const own = feed.own ? await saidOf(db, feed.own, spoken) : [];
  const changed = feed.changed ? await changedOf(db, feed.changed) : [];
  if (own === null || changed === null) return { ...answer, feed: null };
  const entries = [...feed.entries, ...own, ...changed].sort((a, b) => a.seq - b.seq);
  return { ...answer, feed: { ...feed, entries, own: null, changed: null } };
}

async function saidOf(
  db: PersonDb,
  own: Own,
  spoken: readonly OutboxRow[],
): Promise<Entry[] | null> {
  const known = new Map(spoken.map((row) => [row.n, row]));
  const others = numbersOf(own).filter((n) => !known.has(n));
  for (const row of others.length > 0 ? await rowsAt(db, others) : []) known.set(row.n, row);
  const said = new Map<number, Operation>();
  for (const [n, { text }] of known) if (text !== "") said.set(n, JSON.parse(text) as Operation);
  return workedOut(own, said);
}

async function changedOf(db: PersonDb, changed: Changed): Promise<Entry[] | null> {
  const ids = changed.entries.map(({ registration }) => registration);
  const { entries } = await loadSome(db, ids, []);
  return laidOver(changed, (id) => entries.get(id)?.entry);
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
