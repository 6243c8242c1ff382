/** Made-up photos for tests: bytes that are no picture, with a true hash. */
import { digestBytes } from "./chain";
import type { MadePhoto } from "./photo";

/** Equal bytes for an equal seed. */
export async function madePhoto(bytes: number, seed = 1): Promise<MadePhoto> {
  const data = new Uint8Array(bytes);
  for (let i = 0, at = seed; i < bytes; i++) {
    at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
    data[i] = at >> 16;
  }
  return { sha256: await digestBytes(data), bytes, type: "image/jpeg", data: data.buffer };
}
