/** The hash chain over a device's operations (rule P31), by WebCrypto. */

/** h_0, the chain before a device's first operation. */
export const GENESIS = "0".repeat(64);

/** SHA-256 of an operation's canonical text, 64 hex digits. */
export async function digest(text: string): Promise<string> {
  return digestBytes(new TextEncoder().encode(text));
}

/** SHA-256 of bytes, 64 hex digits. */
export async function digestBytes(data: BufferSource): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", data));
}

/** h_n = SHA-256(h_{n−1} ‖ digest_n) over the raw bytes; hex in, hex out. */
export async function link(previous: string, operationDigest: string): Promise<string> {
  return digestBytes(bytes(previous + operationDigest));
}

function bytes(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

/** Looked up: a page of entries is a thousand hashes, and spelling each byte anew took longer than hashing it. */
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hex(buffer: ArrayBuffer): string {
  let text = "";
  for (const byte of new Uint8Array(buffer)) text += DIGITS[byte];
  return text;
}
