/**
 * Saving an operation: the moment from which it may not be lost.
 *
 * Hash, ciphertext and the server's copy are computed first, since a transaction ends by itself while anything
 * but the database is awaited. Another tab may save in between; then the head has moved, and this one computes
 * again.
 */
import { contextOf, readySeal, type SealKey, sealTo } from "../crypto/seal";
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
    const ready = await prepared(db, saving, self);
    if (saving.seal) readySeal(saving.seal); // while the disk is waited for
    if (!(await written(db, ready))) continue;
    const { row } = ready;
    const { n, chain } = row;
    known.set(db, { device: self.device, head: { n, chain } });
    return row;
  }
}

/** Has at hand what the next save goes on from and what its copy for the server needs: then it waits for its own write. Throws StoreError, Locked. */
export async function readySave(db: PersonDb, seal: SealKey | null): Promise<void> {
  if (seal !== null) readySeal(seal);
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

interface Prepared {
  row: OutboxRow;
  sealed: SealedRow;
  meta: MetaRow[];
  device: string;
  saving: Saving;
}

/** The server's copy is made beside the row, since neither needs the other. */
async function prepared(db: PersonDb, saving: Saving, self: Self): Promise<Prepared> {
  const { intention, op, recorded_at, seal } = saving;
  const { device } = self;
  const n = self.head.n + 1;
  const author = { ...saving.author, device };
  const text = canonical(makeOperation(intention, { op, n, author, recorded_at }));
  const [box, { row, sealed, meta }] = await Promise.all([
    seal ? sealTo(seal, contextOf(device, n, op), text) : null,
    linked(db, { op, n, text, saving, before: self.head.chain }),
  ]);
  return { row, sealed: { ...sealed, box }, meta, device, saving };
}

interface Linking {
  op: string;
  n: number;
  text: string;
  saving: Saving;
  before: string;
}

async function linked(db: PersonDb, { op, n, text, saving, before }: Linking) {
  const hash = await digest(text);
  const chain = await link(before, hash);
  const row: OutboxRow = {
    ...{ n, op, registration: saving.intention.registration },
    ...{ text, hash, before, chain },
    ...{ state: "queued", receipt: null, saved_at: saving.recorded_at },
  };
  const [meta, sealed] = await Promise.all([
    sealMeta(db, { head: { n, chain } }),
    sealRow(db, row, null),
  ]);
  return { row, sealed, meta };
}

/** False when another tab took this number first, or the phone is another device now; nothing is written then. */
function written(db: PersonDb, { sealed, meta, device, saving }: Prepared): Promise<boolean> {
  const { intention, typed } = saving;
  return db.write(["outbox", "drafts", "corrections", "photos", "meta"], "strict", async (tx) => {
    const store = tx.objectStore("meta");
    if ((await headNumber(store)) !== sealed.n - 1) return false;
    if (((await getMeta(store, "device")) ?? "") !== device) return false;
    if ("set" in intention) {
      await declarePhoto(tx.objectStore("photos"), intention.registration, intention.set);
    }
    // `add`: a row of the outbox is never written over.
    fire(tx.objectStore("outbox").add(sealed));
    for (const [key, value] of meta) fire(store.put(value, key));
    if (typed !== null) fire(tx.objectStore(typed.store).delete(typed.id));
    return true;
  });
}
