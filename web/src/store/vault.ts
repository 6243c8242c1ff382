/** A person's locked data key: made with their first PIN, tried, changed, and opened anew after the password. */
import { fromBase64Url, toBase64Url } from "../crypto/base64";
import { type Bytes, Keyring, newDataKey } from "../crypto/keyring";
import { ITERATIONS, lockWith, unlockWith } from "../crypto/pin-lock";
import { type SealKey, sealTo } from "../crypto/seal";
import { getMeta, readMeta, writeMeta } from "./meta";
import { fire, PersonDb } from "./open";
import type { Vault } from "./schema";
import { takeOver } from "./taking-over";

/** So many wrong PINs close the PIN's road until the password is given to the server (P122). */
export const MOST_WRONG = 10;

export type Tried =
  | { kind: "open"; raw: Bytes }
  | { kind: "wrong"; wrong: number }
  /** Somebody else has tried meanwhile: nothing was tried. */
  | { kind: "waiting"; wrong: number }
  | { kind: "closed" };

/** What a box of the data key is bound to (P123). */
export function escrowContext(account: string, device: string): string {
  return `perisai vault ${account} ${device}`;
}

export interface NewPin {
  account: string;
  pin: string;
  /** The server's key for the escrow; null where it is not known yet. */
  seal: SealKey | null;
}

/** The first PIN: a new data key, and everything under it. Null where another tab was first. */
export async function firstPin({ account, pin, seal }: NewPin): Promise<Keyring | null> {
  const raw = newDataKey();
  const keys = await Keyring.of(account, raw);
  const db = new PersonDb(account, { keys });
  try {
    const vault = await vaultOf(db, raw, { account, pin, seal });
    return (await takeOver(db, vault)) ? keys : null;
  } finally {
    await db.close();
  }
}

/** Another PIN for a data key that is at hand; the tries begin anew. */
export async function replacePin(raw: Bytes, asked: NewPin): Promise<Keyring> {
  const keys = await Keyring.of(asked.account, raw);
  const db = new PersonDb(asked.account, { keys });
  try {
    await writeMeta(db, { vault: await vaultOf(db, raw, asked) });
    return keys;
  } finally {
    await db.close();
  }
}

async function vaultOf(db: PersonDb, raw: Bytes, { account, pin, seal }: NewPin): Promise<Vault> {
  const [lock, escrow] = await Promise.all([lockWith(pin, account, raw), escrowOf(db, raw, seal)]);
  return { lock, escrow, wrong: 0 };
}

async function escrowOf(db: PersonDb, raw: Bytes, seal: SealKey | null): Promise<Bytes | null> {
  const device = await readMeta(db, "device");
  if (!seal || !device) return null;
  return sealTo(seal, escrowContext(db.account, device), toBase64Url(raw));
}

/** The data key as the server hands it back (P123). */
export function handedBack(text: string): Bytes {
  return fromBase64Url(text);
}

export function readVault(account: string): Promise<Vault | undefined> {
  return withDb(account, (db) => readMeta(db, "vault"));
}

/**
 * Tries a PIN. It is counted as wrong, durably, before the slow part and forgiven after it, so that a reload or a
 * kill in between costs a try (P122). `known` is the count that the person was made to wait for.
 */
export function tryPin(account: string, pin: string, known: number): Promise<Tried> {
  return withDb(account, async (db): Promise<Tried> => {
    const counted = await countTry(db, known);
    if (counted.kind !== "counted") return counted;
    const { lock, wrong } = counted.vault;
    const raw = await unlockWith(pin, account, lock);
    if (raw === null) return wrong < MOST_WRONG ? { kind: "wrong", wrong } : { kind: "closed" };
    await forgive(db);
    return { kind: "open", raw };
  });
}

/** After the right PIN: what an older app, or one without a network, could not make yet. */
export async function bringUpToDate(raw: Bytes, asked: NewPin): Promise<void> {
  const vault = await readVault(asked.account);
  if (!vault) return;
  if (vault.lock.iterations < ITERATIONS || (vault.escrow === null && asked.seal !== null)) {
    await replacePin(raw, asked);
  }
}

type Counted =
  | { kind: "counted"; vault: Vault }
  | { kind: "waiting"; wrong: number }
  | { kind: "closed" };

function countTry(db: PersonDb, known: number): Promise<Counted> {
  return db.write(["meta"], "strict", async (tx): Promise<Counted> => {
    const meta = tx.objectStore("meta");
    const vault = await getMeta(meta, "vault");
    if (!vault || vault.wrong >= MOST_WRONG) return { kind: "closed" };
    if (vault.wrong !== known) return { kind: "waiting", wrong: vault.wrong };
    const counted = { ...vault, wrong: vault.wrong + 1 };
    fire(meta.put(counted, "vault"));
    return { kind: "counted", vault: counted };
  });
}

function forgive(db: PersonDb): Promise<void> {
  return db.write(["meta"], "strict", async (tx) => {
    const meta = tx.objectStore("meta");
    const vault = await getMeta(meta, "vault");
    if (vault) fire(meta.put({ ...vault, wrong: 0 }, "vault"));
  });
}

async function withDb<T>(account: string, work: (db: PersonDb) => Promise<T>): Promise<T> {
  const db = new PersonDb(account);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
