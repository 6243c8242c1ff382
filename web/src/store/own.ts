/** What this phone said itself and is not told back, put where the server would have told it (P180-P184). */
import { numbersOf, workedOut } from "../domain/own";
import { waits } from "../domain/status";
import type { Operation, SyncAnswer } from "../domain/types";
import type { PersonDb } from "./open";
import { rowsOf } from "./outbox";
import { openRows } from "./sealing";

/** From which number on everything is here that no entry has held yet (P180); null where there is nothing. */
export function ownFrom(db: PersonDb): Promise<number | null> {
  return db.read(["outbox"], async (tx) => {
    const byState = tx.objectStore("outbox").index("state");
    const queued = await byState.getKey(rowsOf("queued"));
    let next = await byState.openCursor(rowsOf("receipted"));
    for (; next; next = await next.continue()) {
      const { n, receipt, covered_at } = next.value;
      const told = covered_at !== undefined || receipt === null || waits(receipt);
      if (!told) return Math.min(n, queued ?? n);
    }
    return queued ?? null;
  });
}

/**
 * The answer with every entry in it, as if it had been told whole. Where one cannot be worked out the answer has
 * no page (P184). Throws Locked.
 */
export async function toldWhole(db: PersonDb, answer: SyncAnswer): Promise<SyncAnswer> {
  const { feed } = answer;
  if (!feed?.own) return answer;
  const numbers = numbersOf(feed.own);
  const found = await db.read(["outbox"], (tx) => {
    const outbox = tx.objectStore("outbox");
    return Promise.all(numbers.map((n) => outbox.get(n)));
  });
  const rows = await openRows(
    db,
    found.filter((row) => row !== undefined),
  );
  const said = new Map(
    rows.flatMap(({ n, text }) => (text === "" ? [] : [[n, JSON.parse(text) as Operation]])),
  );
  const own = await workedOut(feed.own, said);
  if (own === null) return { ...answer, feed: null };
  const entries = [...feed.entries, ...own].sort((a, b) => a.seq - b.seq);
  return { ...answer, feed: { ...feed, entries, own: null } };
}
