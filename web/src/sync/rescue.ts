/** Making a rescue file, which writes nothing, and handing one in (P151, P152). */
import { toBase64Url } from "../crypto/base64";
import { sealBytes } from "../crypto/seal";
import { signature } from "../crypto/sign";
import { canonical } from "../domain/canonical";
import {
  headLine,
  PIECE_BYTES,
  PIECE_FORMAT,
  type Rescue,
  type RescueHead,
  type RescueLine,
} from "../domain/rescue";
import type { Reply } from "../net/api";
import { signerOf, unsentRows } from "../store/entrusting";
import type { PersonDb } from "../store/open";
import { photoBytes, queuedPhotos } from "../store/photos";
import type { PhotoRow } from "../store/schema";
import { bundlesOf, type Making } from "./courier";

export interface MadeRescue extends RescueHead {
  lines: string[];
}

/** Everything unsent that has been agreed to, with its photos. Throws Locked, Unreadable. */
export async function rescueOf(db: PersonDb, making: Making): Promise<MadeRescue> {
  const rows = await unsentRows(db);
  const lines = rows.length > 0 ? await bundlesOf(db, rows, making) : [];
  let photos = 0;
  for (const row of await queuedPhotos(db)) {
    const pieces = await piecesOf(db, row, making);
    lines.push(...pieces);
    if (pieces.length > 0) photos += 1;
  }
  const { device, at: made_at } = making;
  const head = { device, made_at, operations: rows.length, photos };
  return { ...head, lines: [headLine(head), ...lines] };
}

async function piecesOf(db: PersonDb, row: PhotoRow, making: Making): Promise<string[]> {
  const { registration, sha256, type, bytes } = row;
  const { device, key, at: made_at } = making;
  const data = await photoBytes(db, registration, sha256);
  const signer = await signerOf(db);
  const pieces: string[] = [];
  for (let offset = 0; data !== null && offset < bytes; offset += PIECE_BYTES) {
    const plain = new Uint8Array(data.slice(offset, offset + PIECE_BYTES));
    const context = `perisai photo ${device} ${registration} ${sha256} ${offset}`;
    const box = toBase64Url(await sealBytes(key, context, plain));
    const said = {
      ...{ format: PIECE_FORMAT, device, made_at, registration, sha256, type, bytes },
      ...{ offset, box },
    };
    pieces.push(canonical({ ...said, signature: await signature(signer, canonical(said)) }));
  }
  return pieces;
}

/** What became of a file. What it holds and the server had already is neither new nor refused. */
export interface HandedIn {
  operations: { all: number; taken: number };
  photos: { all: number; taken: number };
  /** Lines that the server did not believe or could not use. */
  refused: number;
  /** False where the server was out of reach, or asked for patience, before the end. */
  whole: boolean;
}

/** Sends a line to the server: the path, and what is posted there. */
type Post = (path: string, body: unknown) => Promise<Reply<{ result: string; taken?: number }>>;

/** Hands everything in, in order; may be repeated as often as one likes. */
export async function handIn(
  { operations, photos, lines }: Rescue,
  post: Post,
  onLine: (done: number) => void,
): Promise<HandedIn> {
  const told: HandedIn = {
    operations: { all: operations, taken: 0 },
    photos: { all: photos, taken: 0 },
    refused: 0,
    whole: false,
  };
  for (const [i, line] of lines.entries()) {
    if (!(await handInLine(line, post, told))) return told;
    onLine(i + 1);
  }
  return { ...told, whole: true };
}

const GOOD: ReadonlySet<string> = new Set(["taken", "known", "more"]);

/** False where there is no use in going on now. */
async function handInLine(line: RescueLine, post: Post, told: HandedIn): Promise<boolean> {
  const reply = await post(
    line.kind === "bundle" ? "/bundles" : "/photo-pieces",
    JSON.parse(line.text),
  );
  if (reply.kind === "unreachable") return false;
  if (reply.kind === "problem") {
    if ([401, 429].includes(reply.problem.status)) return false;
    told.refused += 1;
    return true;
  }
  const { result, taken = 0 } = reply.body;
  if (result === "retry") return false;
  if (line.kind === "bundle") told.operations.taken += taken;
  else if (result === "taken") told.photos.taken += 1;
  if (!GOOD.has(result)) told.refused += 1;
  return true;
}
