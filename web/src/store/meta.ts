/** The one-of-a-kind values of a person's database. Those about people are under the person's key. */
import { fire, type PersonDb } from "./open";
import type { Meta, SealedMeta, Session, SyncMark } from "./schema";

export const FIRST_MARK: SyncMark = {
  incarnation: null,
  recall: false,
  fence: 0,
  beat: 0,
  cursor: null,
  generation: 0,
  resetting: false,
  left: [],
  complete: false,
  batch: 50, // P73
  reading: "ok",
  contact_at: null,
  chain_ok: true,
  skew_ms: null,
  mending: "none",
  repair: null,
  recheck: null,
  month: "",
  month_bytes: 0,
};

/** Values that are read and written only with the key. */
type Secret = "me" | "session" | "head";
type Clear = Exclude<keyof Meta, Secret>;
const SECRET: ReadonlySet<keyof Meta> = new Set(["me", "session", "head"]);

/** Reads a value that stands in clear, inside a transaction. */
export async function getMeta<K extends Clear>(
  store: { get: (key: K) => Promise<unknown> },
  key: K,
): Promise<Meta[K] | undefined> {
  return (await store.get(key)) as Meta[K] | undefined;
}

/** The number of the last operation, inside a transaction. */
export async function headNumber(store: {
  get: (key: "head") => Promise<unknown>;
}): Promise<number> {
  return ((await store.get("head")) as { n: number } | undefined)?.n ?? 0;
}

/** Reads one value on its own. Throws Unreadable, Locked. */
export async function readMeta<K extends keyof Meta>(
  db: PersonDb,
  key: K,
): Promise<Meta[K] | undefined> {
  return openMeta(db, key, await db.read(["meta"], (tx) => tx.objectStore("meta").get(key)));
}

/** A value as it was found stored. Throws Unreadable, Locked. */
export async function openMeta<K extends keyof Meta>(
  db: PersonDb,
  key: K,
  found: unknown,
): Promise<Meta[K] | undefined> {
  if (!isSealed(key, found)) return found as Meta[K] | undefined;
  return JSON.parse(await db.keys.open(`meta ${key}`, found.body)) as Meta[K];
}

/** Whether a value that was read before its change was worked out still stands there, inside a transaction. */
export function sameMeta(before: unknown, now: unknown): boolean {
  const [a, b] = [before, now].map((value) => (value as SealedMeta | undefined)?.body);
  // Two sealed values are never alike: their IVs are not.
  return a && b ? a.every((byte, i) => byte === b[i]) : before === undefined && now === undefined;
}

export type MetaRow = [keyof Meta, Meta[keyof Meta] | SealedMeta];

/** Values as they are stored; what a session shows of itself while locked is `access`. */
export async function sealMeta(db: PersonDb, values: Partial<Meta>): Promise<MetaRow[]> {
  const all: Partial<Meta> = values.session
    ? { ...values, access: accessOf(values.session) }
    : values;
  return Promise.all(
    Object.entries(all).map(async ([name, value]) => {
      const key = name as keyof Meta;
      if (!SECRET.has(key)) return [key, value] as MetaRow;
      const body = await db.keys.seal(`meta ${key}`, JSON.stringify(value));
      const sealed: SealedMeta = key === "head" ? { body, n: (value as Meta["head"]).n } : { body };
      return [key, sealed] as MetaRow;
    }),
  );
}

/** Writes some values at once, durably. Throws Locked. */
export async function writeMeta(db: PersonDb, values: Partial<Meta>): Promise<void> {
  const rows = await sealMeta(db, values);
  return db.write(["meta"], "strict", async (tx) => {
    for (const [key, value] of rows) fire(tx.objectStore("meta").put(value, key));
  });
}

/** How this person's phone may speak for them while they are locked; rows of an older app have it in the session. */
export async function readAccess(db: PersonDb): Promise<Meta["access"] | undefined> {
  const [access, session] = await db.read(["meta"], (tx) => {
    const meta = tx.objectStore("meta");
    return Promise.all([getMeta(meta, "access"), meta.get("session")]);
  });
  if (access || !session || isSealed("session", session)) return access;
  return accessOf(session as Session);
}

function accessOf({ token, device_token }: Session): Meta["access"] {
  return { device_token, signed_in: token !== null };
}

function isSealed(key: keyof Meta, found: unknown): found is SealedMeta {
  return SECRET.has(key) && found !== undefined && "body" in (found as object);
}
