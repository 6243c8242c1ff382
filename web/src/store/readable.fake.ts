/** Everything that a person's key opens in their database, as one text, for tests of what is gone. */
import { allDrafts } from "./drafts";
import type { PersonDb } from "./open";
import { allPhotos } from "./photos";
import { openRows } from "./sealing";

export async function readableOf(db: PersonDb): Promise<string> {
  const { keys, bodies, outbox } = await db.read(["bodies", "outbox"], async (tx) => {
    const store = tx.objectStore("bodies");
    const [keys, bodies, outbox] = await Promise.all([
      store.getAllKeys(),
      store.getAll(),
      tx.objectStore("outbox").getAll(),
    ]);
    return { keys, bodies, outbox };
  });
  const pages = await Promise.all(bodies.map((body, i) => db.keys.open(`page ${keys[i]}`, body)));
  const rows = await openRows(db, outbox);
  return JSON.stringify([rows, pages, await allDrafts(db), await allPhotos(db)]);
}
