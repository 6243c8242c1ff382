/** The server's half of sealing, for tests: a key pair, and opening by a library that we did not write. */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { fromBase64Url, toBase64Url } from "../crypto/base64";
import { contextOf, type SealKey } from "../crypto/seal";
import type { Operation, SyncRequest } from "../domain/types";

const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const pair = await suite.kem.generateKeyPair();
const point = new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey));
const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", point));
const id = [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const SEAL: SealKey = {
  id,
  suite: "DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM",
  public_key: toBase64Url(point),
};

/** The text of a box. Rejects where it was sealed for something else. */
export async function unsealed(box: string, context: string): Promise<string> {
  const padded = await unsealedBytes(box, context);
  const packed = padded.slice(0, padded.lastIndexOf(0x80));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).text();
}

/** What was sealed as it is. */
export async function unsealedBytes(box: string, context: string) {
  const bytes = fromBase64Url(box);
  return new Uint8Array(
    await suite.open(
      {
        recipientKey: pair.privateKey,
        enc: bytes.slice(8, 73).buffer,
        info: new TextEncoder().encode(context).buffer,
      },
      bytes.slice(73).buffer,
    ),
  );
}

/** What was sent in clear and what was sealed, in order of n. */
export async function allOf(request: SyncRequest): Promise<Operation[]> {
  const opened = await Promise.all(
    (request.sealed ?? [])
      .filter(({ box }) => box !== "")
      .map(
        async ({ n, op, box }) =>
          JSON.parse(await unsealed(box, contextOf(request.device, n, op))) as Operation,
      ),
  );
  return [...request.operations, ...opened].sort((a, b) => a.n - b.n);
}
