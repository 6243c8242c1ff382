/** Making a rescue file, which writes nothing, and handing one in (P151, P152). */
import { toBase64Url } from "../crypto/base64";
import type { Bytes } from "../crypto/keyring";
import type { SealKey } from "../crypto/seal";
import { signature } from "../crypto/sign";
import type { BundleItem } from "../domain/bundle";
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
import { signerOf, unsentBoxes, unsentRows } from "../store/entrusting";
import type { PersonDb } from "../store/open";
import { photoBytes, queuedPhotos } from "../store/photos";
import { readPieces, sealPieces } from "../store/pieces";
import type { PhotoRow } from "../store/schema";
import { bundlesOf, itemsOf, type Making } from "./courier";

export interface MadeRescue extends RescueHead {
  lines: string[];
  /** Operations and photos that only their person's PIN can bring into a file (P211). */
  left: number;
}

/** `key`: the server's, for what is sealed now; null where its person is locked. */
type MakingRescue = Making & { key: SealKey | null };

/** Everything unsent that has been agreed to, with its photos. Throws Unreadable; Locked, if there is a key. */
export async function rescueOf(db: PersonDb, making: MakingRescue): Promise<MadeRescue> {
  const { device, key, at: made_at } = making;
  const { items, left: operations } = await unsentItems(db, { device, key });
  const lines = items.length > 0 ? await bundlesOf(db, items, making) : [];
  let photos = 0;
  const queued = await queuedPhotos(db);
  for (const row of queued) {
    const pieces = await piecesOf(db, row, making);
    lines.push(...pieces);
    if (pieces.length > 0) photos += 1;
  }
  const head = { device, made_at, operations: items.length, photos };
  const left = key ? 0 : operations + queued.length - photos;
  return { ...head, left, lines: [headLine(head), ...lines] };
}

async function unsentItems(
  db: PersonDb,
  { device, key }: { device: string; key: SealKey | null },
): Promise<{ items: BundleItem[]; left: number }> {
  if (key) return { items: await itemsOf(await unsentRows(db), { device, key }), left: 0 };
  const rows = await unsentBoxes(db);
  const items = rows.flatMap((row) =>
    "body" in row && row.box ? [{ n: row.n, op: row.op, box: toBase64Url(row.box) }] : [],
  );
  return { items, left: rows.length - items.length };
}

async function piecesOf(db: PersonDb, row: PhotoRow, making: MakingRescue): Promise<string[]> {
  const { device, at } = making;
  const boxes = (await readPieces(db, row)) ?? (await sealedNow(db, row, making.key));
  return Promise.all(boxes.map((box, i) => pieceOf(db, row, { box, i, device, at })));
}

async function sealedNow(db: PersonDb, row: PhotoRow, key: SealKey | null) {
  const data = key && (await photoBytes(db, row.registration, row.sha256));
  return data && key ? (await sealPieces(db, row, { data, seal: key })).boxes : [];
}

/** The text of one piece of a photo, signed by its device (P152). */
export async function pieceOf(
  db: PersonDb,
  { registration, sha256, type, bytes }: PhotoRow,
  { box, i, device, at }: { box: Bytes; i: number; device: string; at: string },
): Promise<string> {
  const said = {
    ...{ format: PIECE_FORMAT, device, made_at: at, registration, sha256, type, bytes },
    ...{ offset: i * PIECE_BYTES, box: toBase64Url(box) },
  };
  const signer = await signerOf(db);
  return canonical({ ...said, signature: await signature(signer, canonical(said)) });
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
