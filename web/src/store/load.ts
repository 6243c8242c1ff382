/** Reading what the screens show into memory: all of it at the start, parts of it when another tab has written. */
import { openBodies, readBodies } from "./bodies";
import type { PersonDb } from "./open";
import { rowsOf } from "./outbox";
import type { OutboxRow, ReplicaRow } from "./schema";
import { openRows } from "./sealing";

/** What a transaction changed, whole rows; null where one is gone. */
export interface Change {
  entries: Map<string, ReplicaRow | null>;
  rows: Map<number, OutboxRow | null>;
}

/** The replica and every operation that is not covered, of one moment. Throws Locked, Unreadable. */
export async function loadAll(db: PersonDb): Promise<Change> {
  const read = await db.read(["outbox", "pages", "bodies", "meta"], async (tx) => {
    const byState = tx.objectStore("outbox").index("state");
    const [queued, receipted, replica] = await Promise.all([
      byState.getAll(rowsOf("queued")),
      byState.getAll(rowsOf("receipted")),
      readBodies(db, tx, null),
    ]);
    return { stored: [...queued, ...receipted], ...replica };
  });
  const [rows, entries] = await Promise.all([
    openRows(db, read.stored),
    openBodies(db, read.directory, read.bodies),
  ]);
  return { entries, rows: new Map(rows.map((row) => [row.n, row])) };
}

/** The present state of some rows. Throws Locked, Unreadable. */
export async function loadSome(
  db: PersonDb,
  registrations: readonly string[],
  numbers: readonly number[],
): Promise<Change> {
  const read = await db.read(["outbox", "pages", "bodies", "meta"], async (tx) => {
    const stored = Promise.all(numbers.map((n) => tx.objectStore("outbox").get(n)));
    const replica = readBodies(db, tx, registrations);
    return { stored: (await stored).filter((row) => row !== undefined), ...(await replica) };
  });
  const [rows, entries] = await Promise.all([
    openRows(db, read.stored),
    openBodies(db, read.directory, read.bodies),
  ]);
  const opened = new Map(rows.map((row) => [row.n, row]));
  return {
    entries: new Map(registrations.map((id) => [id, entries.get(id) ?? null])),
    rows: new Map(numbers.map((n) => [n, opened.get(n) ?? null])),
  };
}
