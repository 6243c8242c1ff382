/** A browser that loses or changes something of the replica behind the app's back, for tests. */
import type { Weight } from "../domain/tally";
import { readDirectory } from "./directory";
import { loadAll } from "./load";
import { pageOf } from "./merging";
import { fire, type PersonDb } from "./open";
import type { ReplicaRow } from "./schema";

export interface Damaged {
  row: ReplicaRow;
  weight: Weight;
}

/** The whole replica by id, as it lies in the pages; what `work` makes of it is what lies there then. */
export async function damage(
  db: PersonDb,
  work: (rows: Map<string, Damaged>) => void,
): Promise<void> {
  const rows = await weighedRows(db);
  work(rows);
  const { paging } = await directoryOf(db);
  const places = new Map(
    [...rows].map(([id, { row, weight }]) => [id, { ...row, page: 0, weight }]),
  );
  const all = [...rows.values()].map(({ row }) => row);
  const made = await pageOf(db, paging.next, all, { places });
  const left = all.filter((row) => row.left).map(({ registration }) => registration);
  await db.write(["pages", "bodies", "meta"], "relaxed", async (tx) => {
    fire(tx.objectStore("pages").clear());
    fire(tx.objectStore("bodies").clear());
    fire(tx.objectStore("pages").put({ ...made.row, left }));
    if (made.body) fire(tx.objectStore("bodies").put(made.body, made.row.page));
    fire(tx.objectStore("meta").put({ ...paging, next: paging.next + 1 }, "pages"));
  });
}

/** Every registration of the replica and what it weighs in the tally. */
export async function weighedRows(db: PersonDb): Promise<Map<string, Damaged>> {
  const { entries } = await loadAll(db);
  const { places } = await directoryOf(db);
  const rows = new Map<string, Damaged>();
  for (const [id, row] of entries) {
    const place = places.get(id);
    if (row && place) rows.set(id, { row, weight: place.weight });
  }
  return rows;
}

function directoryOf(db: PersonDb) {
  return db.read(["pages", "bodies", "meta"], (tx) => readDirectory(db, tx));
}

/** A browser that has cleared everything. */
export async function clearDisk(): Promise<void> {
  for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
}
