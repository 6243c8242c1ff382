/** Reading what the screens show into memory: all of it at the start, parts of it when another tab has written. */
import type { PersonDb } from "./open";
import { rowsOf } from "./outbox";
import type { OutboxRow, ReplicaRow } from "./schema";

/** What a transaction changed, whole rows; null where one is gone. */
export interface Change {
  entries: Map<string, ReplicaRow | null>;
  rows: Map<number, OutboxRow | null>;
}

/** The replica and every operation that is not covered, of one moment. */
export function loadAll(db: PersonDb): Promise<Change> {
  return db.read(["replica", "outbox"], async (tx) => {
    const byState = tx.objectStore("outbox").index("state");
    const [entries, queued, receipted] = await Promise.all([
      tx.objectStore("replica").getAll(),
      byState.getAll(rowsOf("queued")),
      byState.getAll(rowsOf("receipted")),
    ]);
    return {
      entries: new Map(entries.map((row) => [row.registration, row])),
      rows: new Map([...queued, ...receipted].map((row) => [row.n, row])),
    };
  });
}

/** The present state of some rows. */
export function loadSome(
  db: PersonDb,
  registrations: readonly string[],
  numbers: readonly number[],
): Promise<Change> {
  return db.read(["replica", "outbox"], async (tx) => {
    const [entries, rows] = await Promise.all([
      Promise.all(registrations.map((id) => tx.objectStore("replica").get(id))),
      Promise.all(numbers.map((n) => tx.objectStore("outbox").get(n))),
    ]);
    return {
      entries: new Map(registrations.map((id, i) => [id, entries[i] ?? null])),
      rows: new Map(numbers.map((n, i) => [n, rows[i] ?? null])),
    };
  });
}
