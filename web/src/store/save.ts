/**
 * Saving an operation: the moment from which it may not be lost.
 *
 * The hash is computed first, since a transaction ends by itself while anything but the database is awaited.
 * Another tab may save in between; then the head has moved, and this one computes again.
 */
import { canonical } from "../domain/canonical";
import { digest, GENESIS, link } from "../domain/chain";
import { makeOperation } from "../domain/operation";
import type { Author, Intention } from "../domain/types";
import { getMeta, readMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import { declarePhoto } from "./photos";
import type { OutboxRow } from "./schema";

export interface Saving {
  intention: Intention;
  op: string;
  author: Author;
  recorded_at: string;
  /** The draft that becomes this registration. */
  draft: string | null;
}

/** Resolves once the operation, and what the person sees of it, is durable (P10). Throws StoreError, PhotoMissing. */
export async function save(db: PersonDb, saving: Saving): Promise<OutboxRow> {
  for (;;) {
    const head = (await readMeta(db, "head")) ?? { n: 0, chain: GENESIS };
    const row = await sealed(saving, head);
    if (await written(db, row, saving)) return row;
  }
}

async function sealed(saving: Saving, head: { n: number; chain: string }): Promise<OutboxRow> {
  const { intention, op, author, recorded_at } = saving;
  const n = head.n + 1;
  const text = canonical(makeOperation(intention, { op, n, author, recorded_at }));
  const hash = await digest(text);
  return {
    n,
    op,
    registration: intention.registration,
    text,
    hash,
    before: head.chain,
    chain: await link(head.chain, hash),
    state: "queued",
    receipt: null,
    saved_at: recorded_at,
  };
}

/** False when another tab took this number first; nothing is written then. */
function written(db: PersonDb, row: OutboxRow, { intention, draft }: Saving): Promise<boolean> {
  return db.write(["outbox", "drafts", "photos", "meta"], "strict", async (tx) => {
    const meta = tx.objectStore("meta");
    const head = await getMeta(meta, "head");
    if ((head?.n ?? 0) !== row.n - 1) return false;
    if ("set" in intention) {
      await declarePhoto(tx.objectStore("photos"), intention.registration, intention.set);
    }
    // `add`: a row of the outbox is never written over.
    fire(tx.objectStore("outbox").add(row));
    fire(meta.put({ n: row.n, chain: row.chain }, "head"));
    if (draft !== null) fire(tx.objectStore("drafts").delete(draft));
    return true;
  });
}
