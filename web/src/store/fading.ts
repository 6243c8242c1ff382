/**
 * Letting go of the words of what came to its end days ago (P146, P147). What a page weighs stays, so that phone
 * and server agree on what the view holds (P57); only its body is written anew.
 */
import type { Bytes } from "../crypto/keyring";
import { fadedOf, isOver } from "../domain/retention";
import { openBodies, readBodies, sealBody } from "./bodies";
import type { Directory } from "./directory";
import { fenced } from "./fence";
import { getMeta, readMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import type { PageRow, ReplicaRow } from "./schema";

const DAY_MS = 86_400_000;

/** Looks once a day, and after entries were told anew; the rows that have faded. Throws Fenced, Locked. */
export async function fade(db: PersonDb, fence: number, now: string): Promise<ReplicaRow[]> {
  const [known, mark] = await Promise.all([readMeta(db, "me"), readMeta(db, "sync")]);
  const looked = mark?.looked ?? null;
  if (known?.me.account.role !== "recruiter" || !mark?.complete) return [];
  if (looked !== null && Date.parse(now) - Date.parse(looked) < DAY_MS) return [];
  const { directory, bodies, pages, pending } = await db.read(
    ["outbox", "pages", "bodies", "meta"],
    async (tx) => {
      const read = await readBodies(db, tx, null);
      const rows = await tx.objectStore("outbox").getAll();
      const pages = (await tx.objectStore("pages").getAll()) as PageRow[];
      const open = rows.filter(({ covered_at }) => covered_at === undefined);
      return { ...read, pages, pending: new Set(open.map(({ registration }) => registration)) };
    },
  );
  const rows = [...(await openBodies(db, directory, bodies)).values()];
  const over = rows.filter((row) => !pending.has(row.registration) && isOver(row.entry, now));
  const faded = new Map(
    over.map((row) => [row.registration, { ...row, entry: fadedOf(row.entry) }] as const),
  );
  // Also those that hold what later pages have superseded.
  const holding = pages.filter(({ ids }) => ids.some((id) => faded.has(id)));
  const anew = await bodiesOf(db, directory, { holding, rows, faded });
  await db.write(["outbox", "bodies", "photos", "meta"], "relaxed", async (tx) => {
    const meta = tx.objectStore("meta");
    const at = fenced(await getMeta(meta, "sync"), fence);
    for (const [page, body] of anew) fire(tx.objectStore("bodies").put(body, page));
    for (const id of faded.keys()) {
      // Its bytes went when the server had them (P89); this is what was known of them.
      fire(tx.objectStore("photos").delete(IDBKeyRange.bound([id], [id, []])));
    }
    fire(meta.put({ ...at, looked: now }, "sync"));
  });
  return [...faded.values()];
}

interface Fading {
  holding: readonly PageRow[];
  rows: readonly ReplicaRow[];
  faded: ReadonlyMap<string, ReplicaRow>;
}

/** What is left of each of these pages: what no later one has superseded, some of it without its words. */
async function bodiesOf(
  db: PersonDb,
  { places }: Directory,
  { holding, rows, faded }: Fading,
): Promise<[number, Bytes][]> {
  return Promise.all(
    holding.map(async ({ page }) => {
      const kept = rows.filter(({ registration }) => places.get(registration)?.page === page);
      const entries = kept.map((row) => (faded.get(row.registration) ?? row).entry);
      return [page, await sealBody(db, page, entries)] as [number, Bytes];
    }),
  );
}
