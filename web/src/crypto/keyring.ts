/**
 * A person's data key, in memory only while they are here (P121).
 *
 * Every value is bound to its place: ciphertext that is moved to another row, or to another person's database,
 * does not open. One random 96-bit IV a value; a phone writes far fewer than the 2^32 for which that is safe.
 */
import { bytesOf } from "./hpke";

export type Bytes = Uint8Array<ArrayBuffer>;

/** What was to be opened is not what this key has sealed for this place. */
export class Unreadable extends Error {}

const IV = 12;

export class Keyring {
  private constructor(
    readonly account: string,
    /** Not extractable: it can be used and handed to another tab, never read. */
    readonly key: CryptoKey,
  ) {}

  static async of(account: string, raw: Bytes): Promise<Keyring> {
    const uses: KeyUsage[] = ["encrypt", "decrypt"];
    return new Keyring(account, await crypto.subtle.importKey("raw", raw, "AES-GCM", false, uses));
  }

  /** The key that another tab of this phone has handed over. */
  static handed(account: string, key: CryptoKey): Keyring {
    return new Keyring(account, key);
  }

  /** IV ‖ ciphertext. */
  async seal(place: string, plain: string | Bytes): Promise<Bytes> {
    const iv = crypto.getRandomValues(new Uint8Array(IV));
    const bytes = typeof plain === "string" ? bytesOf(plain) : plain;
    return bytesOf(iv, await crypto.subtle.encrypt(this.#at(place, iv), this.key, bytes));
  }

  /** Throws Unreadable. */
  async openBytes(place: string, sealed: Bytes): Promise<ArrayBuffer> {
    const at = this.#at(place, sealed.subarray(0, IV));
    try {
      return await crypto.subtle.decrypt(at, this.key, sealed.subarray(IV));
    } catch (error) {
      throw new Unreadable(place, { cause: error });
    }
  }

  /** Throws Unreadable. */
  async open(place: string, sealed: Bytes): Promise<string> {
    return new TextDecoder().decode(await this.openBytes(place, sealed));
  }

  #at(place: string, iv: Bytes): AesGcmParams {
    return { name: "AES-GCM", iv, additionalData: bytesOf(`${this.account} ${place}`) };
  }
}

/** A new data key: 256 random bits. */
export function newDataKey(): Bytes {
  return crypto.getRandomValues(new Uint8Array(32));
}
