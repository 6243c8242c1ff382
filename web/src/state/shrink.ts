/**
 * A file becomes a photo that is kept: decoded the right way up, turned, made small and drawn anew as JPEG, so
 * that nothing of the file but its picture is left: no position, no camera, no time.
 */
import { digestBytes } from "../domain/chain";
import {
  ATTEMPTS,
  fitted,
  HEAD_BYTES,
  kindOf,
  type MadePhoto,
  mostBytes,
  turned,
} from "../domain/photo";
import { me } from "./memory";

/** Why a file does not become a photo. */
export type NotMade = "empty" | "heic" | "pdf" | "unreadable" | "too_big";
export type Making = { photo: MadePhoto } | { problem: NotMade };

/** `turns` are quarter turns clockwise. Nothing is kept yet; see `takePhoto`. */
export async function makePhoto(file: Blob, turns: number): Promise<Making> {
  const kind = kindOf(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  // A browser that can decode HEIC may: it is asked, and the words are for where it cannot.
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) {
    return { problem: kind === "picture" || kind === "other" ? "unreadable" : kind };
  }
  try {
    return await drawn(picture, turns);
  } finally {
    picture.close();
  }
}

async function drawn(picture: ImageBitmap, turns: number): Promise<Making> {
  const most = mostBytes(me.value?.settings);
  for (const { edge, quality } of ATTEMPTS) {
    const blob = await encoded(picture, turns, { edge, quality });
    if (blob.size <= most) return { photo: await described(blob) };
  }
  return { problem: "too_big" };
}

function encoded(
  picture: ImageBitmap,
  turns: number,
  { edge, quality }: { edge: number; quality: number },
): Promise<Blob> {
  const upright = fitted(picture, edge);
  const { width, height } = turned(upright, turns);
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d", { alpha: false });
  if (pen === null) throw new Error("no canvas");
  pen.fillStyle = "#fff"; // where the file lets the ground through
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = "high";
  pen.translate(width / 2, height / 2);
  pen.rotate((turns * Math.PI) / 2);
  pen.drawImage(picture, -upright.width / 2, -upright.height / 2, upright.width, upright.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality });
}

async function described(blob: Blob): Promise<MadePhoto> {
  const data = await blob.arrayBuffer();
  return { sha256: await digestBytes(data), bytes: data.byteLength, type: "image/jpeg", data };
}
