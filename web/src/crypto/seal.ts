/** Sealing an operation to the server's key: nobody else on the way can read it, this phone included (P90, P91). */

import { fromBase64Url } from "./base64";
import { bytesOf, readySender, type Sender, sealBase } from "./hpke";
import { packed } from "./pack";

/** The server's key as `me.seal` announces it. */
export interface SealKey {
  id: string;
  suite: string;
  public_key: string;
}

const BLOCK = 256;
const END_OF_TEXT = 0x80;

/** What a box is bound to: it opens for no other operation. */
export function contextOf(device: string, n: number, op: string): string {
  return `perisai operation ${device} ${n} ${op}`;
}

/** The box of `text`, as bytes. Packed first, since sealed bytes do not shrink; padded, so that the size tells little. */
export async function sealTo(
  key: SealKey,
  context: string,
  text: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const data = await packed(text);
  const padded = new Uint8Array(Math.ceil((data.length + 1) / BLOCK) * BLOCK);
  padded.set(data);
  padded[data.length] = END_OF_TEXT;
  return sealBytes(key, context, padded);
}

/** The box of some bytes as they are (P152). */
export async function sealBytes(
  key: SealKey,
  context: string,
  plain: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const sealed = await sealBase(await taken(key), bytesOf(context), plain);
  return bytesOf(idBytes(key.id), sealed);
}

/** By the public key that they are for; each is taken once. */
const ahead = new Map<string, Promise<Sender>>();

/** Makes ready what the next box for this key needs of its own. */
export function readySeal(key: SealKey): void {
  if (ahead.has(key.public_key)) return;
  const made = senderFor(key);
  ahead.set(key.public_key, made);
  made.catch(() => ahead.delete(key.public_key)); // the box itself tries again, and says what is wrong
}

function taken(key: SealKey): Promise<Sender> {
  const made = ahead.get(key.public_key);
  ahead.delete(key.public_key);
  return made ?? senderFor(key);
}

function senderFor(key: SealKey): Promise<Sender> {
  return readySender(fromBase64Url(key.public_key));
}

function idBytes(id: string): number[] {
  return Array.from({ length: id.length / 2 }, (_, i) =>
    Number.parseInt(id.slice(2 * i, 2 * i + 2), 16),
  );
}
