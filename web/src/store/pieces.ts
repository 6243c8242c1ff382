/** Photos as only the server can open them, piece by piece: for a phone whose person is locked (P210). */
import { type SealKey, sealBytes } from "../crypto/seal";
import { PIECE_BYTES, pieceContext } from "../domain/rescue";
import { readMeta } from "./meta";
import type { PersonDb } from "./open";
import type { PhotoRow, SealedPieces } from "./schema";

type Photo = Pick<PhotoRow, "registration" | "sha256">;

/** The pieces of a photo, in order, for the device that the phone is now. */
export async function sealPieces(
  db: PersonDb,
  { registration, sha256 }: Photo,
  { data, seal }: { data: ArrayBuffer; seal: SealKey },
): Promise<SealedPieces> {
  const device = (await readMeta(db, "device")) ?? "";
  const boxes: SealedPieces["boxes"] = [];
  for (let offset = 0; offset < data.byteLength; offset += PIECE_BYTES) {
    const plain = new Uint8Array(data.slice(offset, offset + PIECE_BYTES));
    const context = pieceContext({ device, registration, sha256, offset });
    boxes.push(await sealBytes(seal, context, plain));
  }
  return { device, boxes };
}

/** Those that lie here for this device; null where there are none that the server could open as its own. */
export async function readPieces(
  db: PersonDb,
  { registration, sha256, sealed_for }: Photo & Pick<PhotoRow, "sealed_for">,
): Promise<SealedPieces["boxes"] | null> {
  if (!sealed_for || sealed_for !== (await readMeta(db, "device"))) return null;
  const row = await db.read(["photo_bytes"], (tx) =>
    tx.objectStore("photo_bytes").get([registration, sha256]),
  );
  return row?.pieces ?? null;
}
