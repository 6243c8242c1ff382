/** The entries of a page of the replica, as one sealed value (P125). */
import { type Bytes, Unreadable } from "../crypto/keyring";
import type { Entry } from "../domain/types";
import { breath } from "./breath";
import { type Directory, keepDirectory, type Reading, readDirectory } from "./directory";
import { fire, type PersonDb } from "./open";
import type { ReplicaRow } from "./schema";

const place = (page: number) => `page ${page}`;

export function sealBody({ keys }: PersonDb, page: number, entries: Entry[]): Promise<Bytes> {
  return keys.seal(place(page), JSON.stringify(entries));
}

/** The entries of some pages, those that win; throws Locked. A page that cannot be read is dropped (P58). */
export async function openBodies(
  db: PersonDb,
  directory: Directory,
  bodies: ReadonlyMap<number, Bytes>,
): Promise<Map<string, ReplicaRow>> {
  const found = new Map<string, ReplicaRow>();
  const broken: number[] = [];
  // One after the other: all at once is one long piece of work on the thread that a finger needs.
  for (const [page, body] of bodies) {
    await breath();
    const entries = await opened(db, page, body);
    if (entries === null) broken.push(page);
    for (const entry of entries ?? []) {
      const { registration } = entry;
      const at = directory.places.get(registration);
      if (at?.page !== page) continue;
      const { generation, left } = at;
      found.set(registration, { registration, generation, left, entry });
    }
  }
  if (broken.length > 0) await dropPages(db, broken);
  return found;
}

async function opened({ keys }: PersonDb, page: number, body: Bytes): Promise<Entry[] | null> {
  try {
    return JSON.parse(await keys.open(place(page), body)) as Entry[];
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** What they held is then missing from the tally, and asked for again at the next sync. */
function dropPages(db: PersonDb, pages: readonly number[]): Promise<void> {
  return db.write(["bodies"], "relaxed", async (tx) => {
    for (const page of pages) fire(tx.objectStore("bodies").delete(page));
  });
}

/** The directory of this moment and the bodies of the pages that hold `wanted`; null is all. */
export async function readBodies(
  db: PersonDb,
  tx: Reading,
  wanted: readonly string[] | null,
): Promise<{ directory: Directory; bodies: Map<number, Bytes> }> {
  const directory = await readDirectory(db, tx);
  const pages =
    wanted === null
      ? [...directory.pages.keys()]
      : [...new Set(wanted.map((id) => directory.places.get(id)?.page ?? 0))];
  const store = tx.objectStore("bodies");
  const found = await Promise.all(pages.map((page) => store.get(page)));
  const bodies = new Map<number, Bytes>();
  for (const [i, page] of pages.entries()) {
    const body = found[i];
    if (body) bodies.set(page, body);
  }
  keepDirectory(db, directory);
  return { directory, bodies };
}
