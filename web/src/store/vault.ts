/** A person's locked data key: made with their first PIN, tried, changed, and opened anew after the password. */
import { fromBase64Url, toBase64Url } from "../crypto/base64";
import { type Bytes, Keyring, newDataKey } from "../crypto/keyring";
import { ITERATIONS, lockWith, unlockWith } from "../crypto/pin-lock";
import { type SealKey, sealTo } from "../crypto/seal";
import { getMeta, readMeta, writeMeta } from "./meta";
import { fire, PersonDb } from "./open";
import type { Vault } from "./schema";
import { sealKeyOf } from "./sealing";
import { takeOver } from "./taking-over";

/** So many wrong PINs close the PIN's road until the password is given to the server (P122). */
export const MOST_WRONG = 10;
/** How many there are again after the password where it cannot do more. */
const MORE_TRIES = 3;

export type Tried =
  | { kind: "open"; raw: Bytes }
  | { kind: "wrong"; wrong: number }
  /** Somebody else has tried meanwhile: nothing was tried. */
  | { kind: "waiting"; wrong: number }
  | { kind: "closed" };

/** What a box of the data key is bound to (P123). */
export function escrowContext(account: string): string {
  return `perisai vault ${account}`;
}

export interface NewPin {
  account: string;
  pin: string;
  /** The server's key for the escrow, where what is stored does not tell it yet. */
  seal?: SealKey | null;
}

/** The first PIN: a new data key, and everything under it. Null where another tab was first. */
export async function firstPin(asked: NewPin): Promise<Keyring | null> {
  const raw = newDataKey();
  const keys = await Keyring.of(asked.account, raw);
  const db = new PersonDb(asked.account, { keys });
  try {
    return (await takeOver(db, await vaultOf(db, raw, asked))) ? keys : null;
  } finally {
    raw.fill(0);
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
  const key = seal ?? (await storedSeal(db));
  const [lock, escrow] = await Promise.all([lockWith(pin, account, raw), escrowOf(db, raw, key)]);
  return { lock, escrow, wrong: 0 };
}

async function storedSeal(db: PersonDb): Promise<SealKey | null> {
  return sealKeyOf((await readMeta(db, "me"))?.me);
}

async function escrowOf(db: PersonDb, raw: Bytes, seal: SealKey | null): Promise<Bytes | null> {
  return seal && sealTo(seal, escrowContext(db.account), toBase64Url(raw));
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

/** After the right PIN: what an older app, or one that did not know the server's key, could not make yet. */
export async function bringUpToDate(raw: Bytes, asked: NewPin): Promise<void> {
  const vault = await readVault(asked.account);
  if (!vault) return;
  const cheap = vault.lock.iterations < ITERATIONS;
  if (cheap || (vault.escrow === null && (await knowsSeal(raw, asked)))) {
    await replacePin(raw, asked);
  }
}

async function knowsSeal(raw: Bytes, { account }: NewPin): Promise<boolean> {
  const db = new PersonDb(account, { keys: await Keyring.of(account, raw) });
  const seal = await storedSeal(db);
  await db.close();
  return seal !== null;
}

/** After the password, where no escrow can be opened: some more tries, each of which waits (P123). */
export function tryAgain(account: string): Promise<void> {
  return withDb(account, (db) =>
    db.write(["meta"], "strict", async (tx) => {
      const meta = tx.objectStore("meta");
      const vault = await getMeta(meta, "vault");
      const wrong = Math.min(vault?.wrong ?? 0, MOST_WRONG - MORE_TRIES);
      if (vault) fire(meta.put({ ...vault, wrong }, "vault"));
    }),
  );
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
