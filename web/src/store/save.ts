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
import { getMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import { declarePhoto } from "./photos";
import type { OutboxRow } from "./schema";

export interface Saving {
  intention: Intention;
  op: string;
  /** The device is the one that the phone is when it is written. */
  author: Omit<Author, "device">;
  recorded_at: string;
  /** The draft that becomes this registration. */
  draft: string | null;
}

/** Resolves once the operation, and what the person sees of it, is durable (P10). Throws StoreError, PhotoMissing. */
export async function save(db: PersonDb, saving: Saving): Promise<OutboxRow> {
  for (;;) {
    const self = await selfOf(db);
    const row = await sealed(saving, self);
    if (await written(db, row, { self, saving })) return row;
  }
}

/** Who the phone is, and how far its chain has come. */
interface Self {
  device: string;
  head: { n: number; chain: string };
}

function selfOf(db: PersonDb): Promise<Self> {
  return db.read(["meta"], async (tx) => {
    const meta = tx.objectStore("meta");
    const [device, head] = await Promise.all([getMeta(meta, "device"), getMeta(meta, "head")]);
    return { device: device ?? "", head: head ?? { n: 0, chain: GENESIS } };
  });
}

async function sealed(saving: Saving, { device, head }: Self): Promise<OutboxRow> {
  const { intention, op, recorded_at } = saving;
  const author = { ...saving.author, device };
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

/** False when another tab took this number first, or the phone is another device now; nothing is written then. */
function written(
  db: PersonDb,
  row: OutboxRow,
  { self, saving: { intention, draft } }: { self: Self; saving: Saving },
): Promise<boolean> {
  return db.write(["outbox", "drafts", "photos", "meta"], "strict", async (tx) => {
    const meta = tx.objectStore("meta");
    const head = await getMeta(meta, "head");
    if ((head?.n ?? 0) !== row.n - 1) return false;
    if (((await getMeta(meta, "device")) ?? "") !== self.device) return false;
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
