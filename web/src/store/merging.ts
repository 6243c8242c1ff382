/**
 * Keeping the pages few: small ones at the end become one, and where most of what is written is superseded all
 * are written anew (P125). A run does it at its end; one that is overtaken leaves the pages as they are.
 */
import type { Bytes } from "../crypto/keyring";
import { openBodies, sealBody } from "./bodies";
import { type Directory, keepDirectory, readDirectory } from "./directory";
import { fenced } from "./fence";
import { getMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import type { PageRow, ReplicaRow } from "./schema";

/** Registrations a page: so many are decrypted to read one of them. */
const SIZE = 250;
/** So many small pages at the end are merged into one. */
const MOST_SMALL = 16;
/** Superseded registrations that are borne with beside as many as there are. */
const SLACK = 500;

interface Due {
  directory: Directory;
  /** The last pages, in order. */
  rows: PageRow[];
  bodies: Map<number, Bytes>;
}

interface Merged {
  row: PageRow;
  body: Bytes | null;
}

/** Merges what is due; while a reset is being pulled, pages of two generations stay apart. Throws Fenced, Locked. */
export async function mergePages(db: PersonDb, fence: number): Promise<void> {
  const due = await readDue(db, fence);
  if (due === null) return;
  const merged = await mergedOf(db, due);
  await db.write(["pages", "bodies", "meta"], "relaxed", async (tx) => {
    const meta = tx.objectStore("meta");
    fenced(await getMeta(meta, "sync"), fence);
    for (const { page } of due.rows) {
      fire(tx.objectStore("pages").delete(page));
      fire(tx.objectStore("bodies").delete(page));
    }
    for (const { row, body } of merged) {
      fire(tx.objectStore("pages").add(row));
      if (body) fire(tx.objectStore("bodies").add(body, row.page));
    }
    const { next, writes } = due.directory.paging;
    fire(meta.put({ next: next + merged.length, writes: writes + 1 }, "pages"));
  });
}

function readDue(db: PersonDb, fence: number): Promise<Due | null> {
  return db.read(["pages", "bodies", "meta"], async (tx) => {
    const directory = await readDirectory(db, tx);
    keepDirectory(db, directory);
    const mark = fenced(await getMeta(tx.objectStore("meta"), "sync"), fence);
    const from = firstDue(directory);
    if (from === null || mark.resetting) return null;
    const range = IDBKeyRange.lowerBound(from);
    const [rows, keys, found] = await Promise.all([
      tx.objectStore("pages").getAll(range),
      tx.objectStore("bodies").getAllKeys(range),
      tx.objectStore("bodies").getAll(range),
    ]);
    const bodies = new Map(keys.map((page, i) => [page, found[i] as Bytes]));
    return { directory, rows, bodies };
  });
}

/** From which page on everything is merged; null where nothing is due. */
function firstDue({ places, pages, written }: Directory): number | null {
  const numbers = [...pages.keys()].sort((a, b) => a - b);
  if (written > 2 * places.size + SLACK) return numbers[0] ?? null;
  const large = numbers.findLastIndex((page) => (pages.get(page) ?? 0) >= SIZE);
  const small = numbers.slice(large + 1);
  return small.length >= MOST_SMALL ? (small[0] ?? null) : null;
}

async function mergedOf(db: PersonDb, { directory, rows, bodies }: Due): Promise<Merged[]> {
  const entries = [...(await openBodies(db, directory, bodies)).values()];
  const whole = rows.length === directory.pages.size;
  const gone = rows.flatMap((row) => row.gone).filter((id) => !directory.places.has(id));
  const left = [...directory.places].filter(([, place]) => place.left).map(([id]) => id);
  const merged: Promise<Merged>[] = [];
  for (let at = 0; at < entries.length; at += SIZE) {
    const page = directory.paging.next + merged.length;
    merged.push(pageOf(db, page, entries.slice(at, at + SIZE), directory));
  }
  const marks = { ids: [], weights: [], left, gone: whole ? [] : gone };
  const last = { page: directory.paging.next + merged.length, generation: 0, ...marks };
  const generation = rows.at(-1)?.generation ?? 0;
  return [...(await Promise.all(merged)), { row: { ...last, generation }, body: null }];
}

/** A page of these registrations, as if it had just been pulled. Its entries' places say what they weigh. */
export async function pageOf(
  db: PersonDb,
  page: number,
  rows: readonly ReplicaRow[],
  { places }: Pick<Directory, "places">,
): Promise<Merged> {
  const ids = rows.map(({ registration }) => registration);
  const weights = ids.flatMap((id) => places.get(id)?.weight ?? []);
  const generation = rows[0]?.generation ?? 0;
  const row: PageRow = { page, generation, ids, weights, left: [], gone: [] };
  return {
    row,
    body: await sealBody(
      db,
      page,
      rows.map(({ entry }) => entry),
    ),
  };
}
