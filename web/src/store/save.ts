/**
 * Saving an operation: the moment from which it may not be lost.
 *
 * Hash, ciphertext and the server's copy are computed first, since a transaction ends by itself while anything
 * but the database is awaited. Another tab may save in between; then the head has moved, and this one computes
 * again.
 */
import { contextOf, type SealKey, sealTo } from "../crypto/seal";
import { canonical } from "../domain/canonical";
import { digest, GENESIS, link } from "../domain/chain";
import { makeOperation } from "../domain/operation";
import type { Author, Intention } from "../domain/types";
import { getMeta, headNumber, type MetaRow, openMeta, sealMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import { declarePhoto } from "./photos";
import type { OutboxRow, SealedRow } from "./schema";
import { sealRow } from "./sealing";

export interface Saving {
  intention: Intention;
  op: string;
  /** The device is the one that the phone is when it is written. */
  author: Omit<Author, "device">;
  recorded_at: string;
  /** What was typed for it, and ends with it: the draft that becomes this registration, or the correction. */
  typed: { store: "drafts" | "corrections"; id: string } | null;
  /** The server's key, for the copy that can be sent while this person is locked; absent where none is known. */
  seal?: SealKey | null;
}

/**
 * Resolves once the operation, and what the person sees of it, is durable (P10). Throws StoreError, PhotoMissing,
 * Locked.
 */
export async function save(db: PersonDb, saving: Saving): Promise<OutboxRow> {
  for (;;) {
    const self = known.get(db) ?? (await selfOf(db));
    known.delete(db);
    const row = await linked(saving, self);
    if (!(await written(db, await prepared(db, row, { saving, self })))) continue;
    const { n, chain } = row;
    known.set(db, { device: self.device, head: { n, chain } });
    return row;
  }
}

/** Reads ahead what the next save goes on from: then it waits for its own write alone. Throws StoreError, Locked. */
export async function readySave(db: PersonDb): Promise<void> {
  known.set(db, await selfOf(db));
}

/** Who the phone is, and how far its chain has come. */
interface Self {
  device: string;
  head: { n: number; chain: string };
}

/** Of the last save, or read ahead. It may be old by the next one, whose transaction looks at number and device. */
const known = new WeakMap<PersonDb, Self>();

async function selfOf(db: PersonDb): Promise<Self> {
  const [device, stored] = await db.read(["meta"], (tx) => {
    const meta = tx.objectStore("meta");
    return Promise.all([getMeta(meta, "device"), meta.get("head")]);
  });
  const head = await openMeta(db, "head", stored);
  return { device: device ?? "", head: head ?? { n: 0, chain: GENESIS } };
}

async function linked(saving: Saving, { device, head }: Self): Promise<OutboxRow> {
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

interface Prepared {
  row: SealedRow;
  meta: MetaRow[];
  device: string;
  saving: Saving;
}

async function prepared(
  db: PersonDb,
  row: OutboxRow,
  { saving, self }: { saving: Saving; self: Self },
): Promise<Prepared> {
  const { n, op, chain, text } = row;
  const { seal } = saving;
  const [box, meta, sealed] = await Promise.all([
    seal ? sealTo(seal, contextOf(self.device, n, op), text) : null,
    sealMeta(db, { head: { n, chain } }),
    sealRow(db, row, null),
  ]);
  return { row: { ...sealed, box }, meta, device: self.device, saving };
}

/** False when another tab took this number first, or the phone is another device now; nothing is written then. */
function written(db: PersonDb, { row, meta, device, saving }: Prepared): Promise<boolean> {
  const { intention, typed } = saving;
  return db.write(["outbox", "drafts", "corrections", "photos", "meta"], "strict", async (tx) => {
    const store = tx.objectStore("meta");
    if ((await headNumber(store)) !== row.n - 1) return false;
    if (((await getMeta(store, "device")) ?? "") !== device) return false;
    if ("set" in intention) {
      await declarePhoto(tx.objectStore("photos"), intention.registration, intention.set);
    }
    // `add`: a row of the outbox is never written over.
    fire(tx.objectStore("outbox").add(row));
    for (const [key, value] of meta) fire(store.put(value, key));
    if (typed !== null) fire(tx.objectStore(typed.store).delete(typed.id));
    return true;
  });
}
