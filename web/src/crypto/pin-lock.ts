/** The data key under a key made from the PIN: slow to guess, native in every browser (P121). */
import { type Bytes, Keyring, Unreadable } from "./keyring";

/** How the PIN's key is made, stored beside what it wraps so that the cost can rise. */
export interface PinLock {
  kdf: "pbkdf2-sha256";
  iterations: number;
  salt: Bytes;
  /** The data key, sealed under the PIN's key. */
  wrapped: Bytes;
}

/** OWASP's figure for PBKDF2-HMAC-SHA256 in 2026. */
export const ITERATIONS = 600_000;
const PLACE = "data key";

/** Locks a data key behind a PIN, with a salt of its own. */
export async function lockWith(
  pin: string,
  account: string,
  raw: Bytes,
  iterations = ITERATIONS,
): Promise<PinLock> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const keyring = await pinKey(pin, account, { salt, iterations });
  return { kdf: "pbkdf2-sha256", iterations, salt, wrapped: await keyring.seal(PLACE, raw) };
}

/** The data key, or null where the PIN is another one. */
export async function unlockWith(
  pin: string,
  account: string,
  lock: PinLock,
): Promise<Bytes | null> {
  const keyring = await pinKey(pin, account, lock);
  try {
    return new Uint8Array(await keyring.openBytes(PLACE, lock.wrapped));
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

async function pinKey(
  pin: string,
  account: string,
  { salt, iterations }: Pick<PinLock, "salt" | "iterations">,
): Promise<Keyring> {
  const secret = new TextEncoder().encode(pin);
  const typed = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
  const slow = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return Keyring.of(account, new Uint8Array(await crypto.subtle.deriveBits(slow, typed, 256)));
}
