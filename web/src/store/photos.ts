/**
 * Photos of ID cards on their way: every reading and writing of their rows, and of nothing else.
 *
 * What is known of a photo stands apart from its bytes, so that counting and noting an offset never touch
 * them. The bytes go when the server has them (P89), or with a draft that never became a registration.
 */
import type { SealKey } from "../crypto/seal";
import type { DeclaredPhoto, UnitName } from "../domain/types";
import { StoreError } from "./errors";
import type { Transaction } from "./idb";
import { fire, type PersonDb } from "./open";
import { sealPieces } from "./pieces";
import type { PersonSchema, PhotoKey, PhotoRow } from "./schema";
import { openPhoto, sealPhoto } from "./sealing";

export interface Taking {
  registration: string;
  photo: DeclaredPhoto;
  data: ArrayBuffer;
  /** The photo that the draft still names: it stays until the draft names the new one. */
  instead: DeclaredPhoto | null;
  taken_at: string;
  /** The server's key, for the pieces that can go while this person is locked (P210); absent where none is known. */
  seal?: SealKey | null;
}

/** Resolves once the photo is durable (P89). The same bytes again change nothing. Throws StoreError, Locked. */
export async function putPhoto(db: PersonDb, taking: Taking): Promise<PhotoRow> {
  try {
    return await put(db, taking);
  } catch (error) {
    if (!taking.seal || !(error instanceof StoreError) || error.kind !== "full") throw error;
    return put(db, { ...taking, seal: null }); // once, where there is no room for twice (P210)
  }
}

async function put(db: PersonDb, taking: Taking): Promise<PhotoRow> {
  const { registration, photo, instead, taken_at, seal } = taking;
  const of = { registration, sha256: photo.sha256 };
  const [data, pieces] = await Promise.all([
    sealPhoto(db, of, taking.data),
    seal ? sealPieces(db, of, { data: taking.data, seal }) : null,
  ]);
  return db.write(["photos", "photo_bytes"], "strict", async (tx) => {
    await drop(tx, registration, [photo, instead]);
    const photos = tx.objectStore("photos");
    const known = await photos.get([registration, photo.sha256]);
    if (known) return known;
    const row: PhotoRow = {
      ...{ registration, ...photo, taken_at, state: "taken", offset: 0, upload: null },
      refused: null,
      sealed_for: pieces?.device ?? null,
    };
    fire(photos.add(row));
    fire(
      tx.objectStore("photo_bytes").add({ ...of, data, ...(pieces && { pieces: pieces.boxes }) }),
    );
    return row;
  });
}

/** Drops what was taken for a registration and never declared. */
export function dropTaken(db: PersonDb, registration: string): Promise<void> {
  return db.write(["photos", "photo_bytes"], "relaxed", (tx) => drop(tx, registration, []));
}

const ABANDONED_MS = 86_400_000;

/** Drops what was taken long ago for a draft that is no more; a page may be about to declare a newer one. */
export function dropAbandoned(db: PersonDb, drafts: ReadonlySet<string>, now: number) {
  const before = new Date(now - ABANDONED_MS).toISOString();
  return db.write(["photos", "photo_bytes"], "relaxed", async (tx) => {
    const taken = await tx.objectStore("photos").index("state").getAll(inState("taken"));
    for (const { registration, taken_at } of taken) {
      if (!drafts.has(registration) && taken_at < before) await drop(tx, registration, []);
    }
  });
}

type Both = ("photos" | "photo_bytes")[];

async function drop(
  tx: Transaction<PersonSchema, Both, "readwrite">,
  registration: string,
  but: readonly (DeclaredPhoto | null)[],
): Promise<void> {
  const kept = new Set(but.map((photo) => photo?.sha256));
  const taken = IDBKeyRange.only(["taken", registration]);
  for (const key of await tx.objectStore("photos").index("state").getAllKeys(taken)) {
    if (kept.has(key[1])) continue;
    fire(tx.objectStore("photos").delete(key));
    fire(tx.objectStore("photo_bytes").delete(key));
  }
}

/** An operation declares a photo whose bytes are not here: it would be awaited for ever. */
export class PhotoMissing extends Error {}

/**
 * With the operation that declares it, in the same transaction, a photo becomes one that may leave.
 * Throws PhotoMissing.
 */
export async function declarePhoto(
  photos: {
    get: (key: PhotoKey) => Promise<PhotoRow | undefined>;
    put: (row: PhotoRow) => Promise<unknown>;
  },
  registration: string,
  set: Partial<Record<UnitName, object>>,
): Promise<void> {
  const declared = (set.photo as { id_photo: DeclaredPhoto | null } | undefined)?.id_photo;
  if (!declared) return;
  const row = await photos.get([registration, declared.sha256]);
  if (!row) throw new PhotoMissing();
  if (row.state !== "sent") fire(photos.put({ ...row, state: "queued", refused: null }));
}

/** Those that are to be sent, the oldest first. */
export async function queuedPhotos(db: PersonDb): Promise<PhotoRow[]> {
  const rows = await db.read(["photos"], (tx) =>
    tx.objectStore("photos").index("state").getAll(inState("queued")),
  );
  return rows.sort((a, b) => (a.taken_at < b.taken_at ? -1 : 1));
}

/** How many the server has not verified yet. */
export function countQueuedPhotos(db: PersonDb): Promise<number> {
  return db.read(["photos"], (tx) =>
    tx.objectStore("photos").index("state").count(inState("queued")),
  );
}

/** Everything that is known of the photos here. */
export function allPhotos(db: PersonDb): Promise<PhotoRow[]> {
  return db.read(["photos"], (tx) => tx.objectStore("photos").getAll());
}

/** The bytes of a photo; null where they have been sent, or were never here. Throws Unreadable, Locked. */
export async function photoBytes(
  db: PersonDb,
  registration: string,
  sha256: string,
): Promise<ArrayBuffer | null> {
  const row = await db.read(["photo_bytes"], (tx) =>
    tx.objectStore("photo_bytes").get([registration, sha256]),
  );
  return row ? openPhoto(db, row) : null;
}

/** Notes how far a photo has come. The row as it is now; null where it is not to be sent any more. */
export function notePhoto(
  db: PersonDb,
  { registration, sha256 }: PhotoRow,
  patch: Partial<Pick<PhotoRow, "offset" | "upload" | "refused" | "state" | "sealed_for">>,
): Promise<PhotoRow | null> {
  return db.write(["photos"], "relaxed", async (tx) => {
    const photos = tx.objectStore("photos");
    const row = await photos.get([registration, sha256]);
    if (row?.state !== "queued") return null;
    const noted = { ...row, ...patch };
    fire(photos.put(noted));
    return noted;
  });
}

/** The server has verified it (P86): the bytes are freed, and that it was sent is kept. */
export function photoSent(db: PersonDb, { registration, sha256 }: PhotoRow): Promise<void> {
  const key: PhotoKey = [registration, sha256];
  return db.write(["photos", "photo_bytes"], "strict", async (tx) => {
    const row = await tx.objectStore("photos").get(key);
    if (!row) return;
    fire(tx.objectStore("photos").put({ ...row, state: "sent", offset: row.bytes, upload: null }));
    fire(tx.objectStore("photo_bytes").delete(key));
  });
}

function inState(state: PhotoRow["state"]): IDBKeyRange {
  return IDBKeyRange.bound([state], [state, []]);
}
