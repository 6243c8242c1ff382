/** A device's own signature, by a key that never leaves the browser (P95). */
import { toBase64Url } from "./base64";

const ECDSA = { name: "ECDSA", namedCurve: "P-256" };

/** What is kept of a device's key: the private half can be used and not read. */
export interface Signer {
  key: CryptoKey;
  public_key: string;
}

export async function newSigner(): Promise<Signer> {
  const pair = await crypto.subtle.generateKey(ECDSA, false, ["sign", "verify"]);
  const point = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { key: pair.privateKey, public_key: toBase64Url(new Uint8Array(point)) };
}

/** r ‖ s over the UTF-8 of a text. */
export async function signature({ key }: Signer, text: string): Promise<string> {
  const data = new TextEncoder().encode(text);
  const made = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, data);
  return toBase64Url(new Uint8Array(made));
}
