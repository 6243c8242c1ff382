/**
 * Photos of somebody who is locked, in the pieces that only the server can open (P210). It is the lane's work under
 * another lock on the bytes: one photo after the other, and nothing is freed that the server has not verified.
 */
import { FIRST_PIECE } from "../domain/photo";
import type { Credential, Reply } from "../net/api";
import type { Uploads } from "../net/uploads";
import { addTraffic } from "../store/fence";
import { readAccess, readMeta, writeMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { notePhoto, photoSent, queuedPhotos } from "../store/photos";
import { readPieces } from "../store/pieces";
import type { PhotoRow } from "../store/schema";
import { FOR_GOOD } from "./photos";
import { pieceOf } from "./rescue";

/** What it needs of the world. */
export interface PieceWorld {
  post: (piece: string, credential: Credential) => Promise<Reply<{ result: string }>>;
  uploads: Uploads;
  /** Milliseconds. */
  clock: () => number;
}

/** Hands over what can be; ends early where the server is out of reach or asks for patience. */
export async function handOverPhotos(db: PersonDb, world: PieceWorld): Promise<void> {
  const [device, access] = await Promise.all([readMeta(db, "device"), readAccess(db)]);
  if (!device || !access) return;
  const credential: Credential = { kind: "device", token: access.device_token };
  for (const row of await queuedPhotos(db)) {
    if (!(await handOver({ db, world, device, credential }, row))) return;
  }
}

interface Handing {
  db: PersonDb;
  world: PieceWorld;
  device: string;
  credential: Credential;
}

/** False where there is no use in trying the others now. */
async function handOver(handing: Handing, row: PhotoRow): Promise<boolean> {
  const { db, world, device, credential } = handing;
  const boxes = (await readPieces(db, row)) ?? [];
  for (const [i, box] of boxes.entries()) {
    await beat(db, world);
    const at = new Date(world.clock()).toISOString();
    const reply = await world.post(await pieceOf(db, row, { box, i, device, at }), credential);
    if (reply.kind !== "ok") return false;
    await addTraffic(db, reply.bytes, world.clock());
    const { result } = reply.body;
    if (FOR_GOOD.has(result)) {
      await notePhoto(db, row, { state: "refused", refused: result });
      return true;
    }
    if (result === "early") return true; // what is there begins anew at the next run
    if (!GOES_ON.has(result)) {
      await notePhoto(db, row, { sealed_for: null }); // of no use: its person's lane has another road
      return true;
    }
  }
  if (boxes.length > 0 && (await isIn(handing, row))) await photoSent(db, row);
  return true;
}

const GOES_ON: ReadonlySet<string> = new Set(["more", "known", "taken"]);

/** Whether the server has it by P86, as an upload tells; a piece that was known says less. */
async function isIn({ world, credential }: Handing, row: PhotoRow): Promise<boolean> {
  const begun = await world.uploads.begin(row.registration, row, credential);
  if (begun.kind !== "begun") return false;
  const told = await world.uploads.where(begun.url, credential);
  return told.kind === "at" && told.offset === row.bytes;
}

async function beat(db: PersonDb, { clock }: PieceWorld): Promise<void> {
  const { piece = FIRST_PIECE } = (await readMeta(db, "photos")) ?? {};
  await writeMeta(db, { photos: { piece, beat: clock() } });
}
