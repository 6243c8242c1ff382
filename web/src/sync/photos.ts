/**
 * The photo lane: one photo after the other, piece by piece, from the byte where it broke off (P89).
 *
 * It has a lock and a rhythm of its own, and whoever has data to send ends its running piece: what has
 * arrived of it stays, and HEAD tells how much that is.
 */
import { FIRST_PIECE, nextPiece, smallerPiece } from "../domain/photo";
import type { Credential } from "../net/api";
import type { Uploaded, Uploads } from "../net/uploads";
import { addTraffic } from "../store/fence";
import { readMeta, writeMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { notePhoto, photoBytes, photoSent, queuedPhotos } from "../store/photos";
import type { PhotoRow, Session } from "../store/schema";

/** What the lane needs of the world, and whom it tells. */
export interface PhotoWorld {
  uploads: Uploads;
  /** Milliseconds. */
  clock: () => number;
  /** Ends the lane for now: data goes first, or the person has left. */
  stop: AbortSignal;
  /** A row has changed. */
  onPhoto: () => void;
}

/**
 * `complete`: nothing is left to send · `unreachable`: no answer · `failed`: an answer that helps no further
 * now · `stopped`: from outside.
 */
export type PhotosEnded = "complete" | "unreachable" | "failed" | "stopped" | "no_session";

interface Lane {
  db: PersonDb;
  world: PhotoWorld;
  session: Session;
  credential: Credential;
  piece: number;
}

/** Needs the person's key: the bytes are under it. Throws Locked. */
export async function sendPhotos(db: PersonDb, world: PhotoWorld): Promise<PhotosEnded> {
  const [session, mark] = await Promise.all([readMeta(db, "session"), readMeta(db, "photos")]);
  if (!session) return "no_session";
  const { token, device_token } = session;
  const credential: Credential = token
    ? { kind: "bearer", token }
    : { kind: "device", token: device_token };
  const lane: Lane = { db, world, session, credential, piece: mark?.piece ?? FIRST_PIECE };
  await remember(lane, lane.piece);
  let ended: PhotosEnded = "complete";
  for (const row of await queuedPhotos(db)) {
    const one = await sendOne(lane, row);
    if (one === "stopped" || one === "unreachable") return one;
    if (one === "failed") ended = one; // it holds up none of the others
  }
  return ended;
}

/** How often one photo may be begun anew, or told another offset without getting on, in one run. */
const PATIENCE = 6;

async function sendOne(lane: Lane, queued: PhotoRow): Promise<PhotosEnded> {
  const { db, world } = lane;
  const data = await photoBytes(db, queued.registration, queued.sha256);
  if (data === null) return finish(lane, queued, "no_bytes");
  let row: PhotoRow | null = queued;
  let at: number | null = null; // what an earlier run has noted is not trusted
  for (let idle = 0; row !== null && idle < PATIENCE; ) {
    if (world.stop.aborted) return "stopped";
    const told = await step(lane, row, at, data);
    if (world.stop.aborted && told.kind === "unreachable") return "stopped";
    const moved = told.kind === "at" && told.offset > (at ?? row.offset);
    idle = moved ? 0 : idle + 1;
    switch (told.kind) {
      case "at":
        if (told.offset >= row.bytes) return sent(lane, row);
        at = told.offset;
        row = await note(lane, row, { offset: at });
        break;
      case "begun":
        row = await note(lane, row, { upload: told.url, offset: 0 });
        break;
      case "gone":
        at = null;
        row = await note(lane, row, { upload: null, offset: 0 });
        break;
      case "unreachable":
        if (at !== null) await remember(lane, smallerPiece(lane.piece));
        return "unreachable";
      case "refused": {
        const after = await refused(lane, row, told);
        if (after !== "again") return after;
      }
    }
  }
  return row === null ? "complete" : "failed";
}

/** The one request that brings this photo further. */
async function step(lane: Lane, row: PhotoRow, at: number | null, data: ArrayBuffer) {
  const { world, credential } = lane;
  if (row.upload === null) return world.uploads.begin(row.registration, row, credential);
  if (at === null) return world.uploads.where(row.upload, credential);
  const bytes = data.slice(at, at + lane.piece);
  const began = world.clock();
  const piece = { offset: at, bytes, signal: world.stop };
  const told: Uploaded = await world.uploads.send(row.upload, piece, credential);
  if (told.kind === "at" && told.offset === at + bytes.byteLength) {
    await addTraffic(lane.db, bytes.byteLength, world.clock());
    await remember(lane, nextPiece(bytes.byteLength, world.clock() - began));
  }
  return told;
}

/** Refusals that no repeating mends: what was sent is no photo, or not this account's to send (P86). */
export const FOR_GOOD: ReadonlySet<string> = new Set(["not_a_photo", "forbidden"]);

async function refused(
  lane: Lane,
  row: PhotoRow,
  { status, code }: { status: number; code: string },
): Promise<PhotosEnded | "again"> {
  const { session } = lane;
  if (status === 401 && lane.credential.kind === "bearer") {
    lane.credential = { kind: "device", token: session.device_token }; // P82
    return "again";
  }
  if (FOR_GOOD.has(code)) return finish(lane, row, code);
  if (status >= 500 || status === 429) return "unreachable";
  // The upload is thrown away there, or is not what the phone takes it for: the next run begins anew.
  await note(lane, row, { upload: null, offset: 0 });
  return "failed";
}

async function sent({ db, world }: Lane, row: PhotoRow): Promise<PhotosEnded> {
  await photoSent(db, row);
  world.onPhoto();
  return "complete";
}

/** It is not sent again; its bytes stay until somebody decides (P89). */
async function finish(lane: Lane, row: PhotoRow, code: string): Promise<PhotosEnded> {
  await note(lane, row, { state: "refused", refused: code, upload: null, offset: 0 });
  return "complete";
}

async function note(
  { db, world }: Lane,
  row: PhotoRow,
  patch: Parameters<typeof notePhoto>[2],
): Promise<PhotoRow | null> {
  const noted = await notePhoto(db, row, patch);
  world.onPhoto();
  return noted;
}

async function remember(lane: Lane, piece: number): Promise<void> {
  lane.piece = piece;
  await writeMeta(lane.db, { photos: { beat: lane.world.clock(), piece } });
}
