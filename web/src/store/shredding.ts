/**
 * Emptying what this phone holds of a person who was erased (P142–P144). In the transaction that takes in the
 * answer go the draft, the photo and the words of what was handed over; the sealed pages, which hold others too,
 * are written anew at the end of the run, and by the next one where this one is cut off.
 */
import type { Bytes } from "../crypto/keyring";
import type { Operation, SyncAnswer } from "../domain/types";
import { openBodies, sealBody } from "./bodies";
import { keepDirectory, readDirectory } from "./directory";
import { fenced } from "./fence";
import { getMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import type { Answering } from "./page";
import type { PageRow, SealedRow, StoredRow } from "./schema";
import { openRow, sealRow } from "./sealing";

/** The registrations that a page tells to be erased. */
export function erasedBy(feed: SyncAnswer["feed"]): string[] {
  const told = feed?.entries.filter(({ flag }) => flag === "erased") ?? [];
  return told.map(({ registration }) => registration);
}

/** Rows as they will be without their words, by number. Sealing cannot be waited for in a transaction. */
export type Emptied = ReadonlyMap<number, SealedRow>;

/** Of what was erased every operation but the erasing itself; of what was asked what the server keeps nothing of (M99). */
export async function prepareEmptied(
  db: PersonDb,
  erased: readonly string[],
  { asked, answer }: { asked: readonly StoredRow[]; answer: SyncAnswer },
): Promise<Emptied> {
  const told = new Set(
    answer.receipts.exceptions.filter(({ code }) => code === "erased").map(({ n }) => n),
  );
  const answered = asked.filter(({ n }) => told.has(n));
  if (db.locked || erased.length + answered.length === 0) return new Map();
  const own = await db.read(["outbox"], (tx) => {
    const byRegistration = tx.objectStore("outbox").index("registration");
    return Promise.all(erased.map((id) => byRegistration.getAll(id)));
  });
  const rows = await Promise.all([...own.flat(), ...answered].map((row) => openRow(db, row)));
  const speaking = rows.filter(({ text }) => text !== "" && !isErasing(text));
  const made = await Promise.all(speaking.map((row) => sealRow(db, { ...row, text: "" }, null)));
  return new Map(made.map((row) => [row.n, row]));
}

function isErasing(text: string): boolean {
  return (JSON.parse(text) as Operation).kind === "erase";
}

/** P143: what has a receipt by now says nothing any more. What has none is handed over first. */
export async function emptyRows(
  { outbox, change, taking }: Answering,
  emptied: Emptied,
): Promise<void> {
  const covered_at = new Date(taking.now).toISOString();
  for (const [n, { body }] of emptied) {
    const row = change.rows.has(n) ? change.rows.get(n) : await outbox.get(n);
    if (!row || (row.receipt === null && row.covered_at === undefined)) continue;
    const { op, registration, saved_at, receipt, state } = row;
    const facts = {
      n,
      op,
      registration,
      saved_at,
      receipt,
      covered_at: row.covered_at ?? covered_at,
    };
    const kept = state === "past" ? state : "covered";
    change.rows.set(n, { ...facts, state: kept, body, box: null, hash: null, emptied: true });
  }
}

export type Holding = "drafts" | "corrections" | "photos" | "photo_bytes";

/** P142: the draft, what was typed to correct it (P150), and the photo with its bytes. */
export async function dropHoldings(tx: Answering["tx"], erased: readonly string[]): Promise<void> {
  for (const id of erased) {
    fire(tx.objectStore("drafts").delete(id));
    fire(tx.objectStore("corrections").delete(id));
    const photos = IDBKeyRange.bound([id], [id, []]);
    fire(tx.objectStore("photos").delete(photos));
    fire(tx.objectStore("photo_bytes").delete(photos));
  }
}

interface Holder {
  row: PageRow;
  body: Bytes | undefined;
}

/** Writes the pages anew that hold something of those to be shredded. Throws Fenced, Locked. */
export async function shredPages(db: PersonDb, fence: number): Promise<void> {
  const due = await db.read(["pages", "bodies", "meta"], async (tx) => {
    const mark = fenced(await getMeta(tx.objectStore("meta"), "sync"), fence);
    const shred = new Set(mark.shred);
    if (shred.size === 0) return null;
    const directory = await readDirectory(db, tx);
    keepDirectory(db, directory);
    const rows = (await tx.objectStore("pages").getAll()) as PageRow[];
    const holding = rows.filter(({ ids }) => ids.some((id) => shred.has(id)));
    const bodies = holding.map(({ page }) => tx.objectStore("bodies").get(page));
    const found = await Promise.all(bodies);
    return { shred, directory, holders: holding.map((row, i) => ({ row, body: found[i] })) };
  });
  if (due === null) return;
  const { shred, directory, holders } = due;
  const bodies = new Map<number, Bytes>();
  for (const { row, body } of holders) if (body) bodies.set(row.page, body);
  const entries = [...(await openBodies(db, directory, bodies)).values()];
  const anew = await Promise.all(holders.map((holder) => without(holder, shred)));
  await db.write(["pages", "bodies", "meta"], "strict", async (tx) => {
    const meta = tx.objectStore("meta");
    const mark = fenced(await getMeta(meta, "sync"), fence);
    for (const { row, body } of anew) {
      fire(tx.objectStore("pages").put(row));
      if (body) fire(tx.objectStore("bodies").put(body, row.page));
    }
    const { next, writes } = directory.paging;
    fire(meta.put({ next, writes: writes + 1 }, "pages"));
    fire(meta.put({ ...mark, shred: [] }, "sync"));
  });

  /** A page with what wins of it, but not these. */
  async function without({ row, body }: Holder, gone: ReadonlySet<string>): Promise<Holder> {
    const stay = entries.filter(
      ({ registration }) =>
        !gone.has(registration) && directory.places.get(registration)?.page === row.page,
    );
    const ids = stay.map(({ registration }) => registration);
    const weights = ids.flatMap((id) => directory.places.get(id)?.weight ?? []);
    const kept = stay.map(({ entry }) => entry);
    return {
      row: { ...row, ids, weights },
      body: body && (await sealBody(db, row.page, kept)),
    };
  }
}
