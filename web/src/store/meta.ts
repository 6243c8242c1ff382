/** The one-of-a-kind values of a person's database. */
import { fire, type PersonDb } from "./open";
import type { Meta, SyncMark } from "./schema";

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
  month: "",
  month_bytes: 0,
};

export async function getMeta<K extends keyof Meta>(
  store: { get: (key: K) => Promise<unknown> },
  key: K,
): Promise<Meta[K] | undefined> {
  return (await store.get(key)) as Meta[K] | undefined;
}

/** Reads one value on its own. */
export function readMeta<K extends keyof Meta>(db: PersonDb, key: K): Promise<Meta[K] | undefined> {
  return db.read(["meta"], (tx) => getMeta(tx.objectStore("meta"), key));
}

/** Writes some values at once, durably. */
export function writeMeta(db: PersonDb, values: Partial<Meta>): Promise<void> {
  return db.write(["meta"], "strict", async (tx) => {
    for (const [key, value] of Object.entries(values)) {
      fire(tx.objectStore("meta").put(value, key as keyof Meta));
    }
  });
}
