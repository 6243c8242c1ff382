/**
 * HPKE (RFC 9180), base mode, one message: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 *
 * Only the sender's half, on WebCrypto alone: docs/adr/0015 says why no library. Everything secret but the
 * derived bits stays inside the browser's own cryptography.
 */

type Bytes = Uint8Array<ArrayBuffer>;

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const HMAC = { name: "HMAC", hash: "SHA-256" };
const KEM = bytesOf("KEM", [0, 0x10]);
const SUITE = bytesOf("HPKE", [0, 0x10, 0, 0x01, 0, 0x02]);
const NOTHING = new Uint8Array(0);
/** HMAC fills a short key with zeros, so this is the empty salt; WebCrypto refuses one of no bytes. */
const NO_SALT = new Uint8Array(32);

/**
 * What a message does not change: made ahead of it, so that a person waits for the rest alone. For one message, ever: a
 * second one under the same `info` would have its key and its nonce.
 */
export interface Sender {
  enc: Bytes;
  /** The key of the schedule's HMAC. */
  schedule: CryptoKey;
  pskHash: Bytes;
}

/** For whoever has the private key of `publicKey` (an uncompressed point). */
export async function readySender(publicKey: Bytes): Promise<Sender> {
  const [{ enc, secret }, pskHash] = await Promise.all([
    encapsulate(publicKey),
    extract(SUITE, NO_SALT, "psk_id_hash", NOTHING),
  ]);
  const schedule = await extract(SUITE, secret, "secret", NOTHING);
  return { enc, schedule: await hmacKey(schedule), pskHash };
}

/** `enc` ‖ ciphertext, for a receiver who knows `info`. */
export async function sealBase(sender: Sender, info: Bytes, plain: Bytes): Promise<Bytes> {
  const { enc, schedule, pskHash } = sender;
  const infoHash = await extract(SUITE, NO_SALT, "info_hash", info);
  const context = bytesOf([0], pskHash, infoHash); // 0: base mode
  const [raw, iv] = await Promise.all([
    expand(SUITE, schedule, "key", { info: context, length: 32 }),
    expand(SUITE, schedule, "base_nonce", { info: context, length: 12 }),
  ]);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  return bytesOf(enc, await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain));
}

/** RFC 9180, 4.1: a fresh key pair for each message, and what it has in common with the receiver's. */
async function encapsulate(publicKey: Bytes): Promise<{ enc: Bytes; secret: Bytes }> {
  const [receiver, own] = await Promise.all([
    crypto.subtle.importKey("raw", publicKey, CURVE, false, []),
    crypto.subtle.generateKey(CURVE, false, ["deriveBits"]),
  ]);
  const [point, shared] = await Promise.all([
    crypto.subtle.exportKey("raw", own.publicKey),
    crypto.subtle.deriveBits({ name: "ECDH", public: receiver }, own.privateKey, 256),
  ]);
  const enc = bytesOf(point);
  const prk = await hmacKey(await extract(KEM, NO_SALT, "eae_prk", bytesOf(shared)));
  const info = bytesOf(enc, publicKey);
  return { enc, secret: await expand(KEM, prk, "shared_secret", { info, length: 32 }) };
}

/** LabeledExtract. */
async function extract(suite: Bytes, salt: Bytes, label: string, ikm: Bytes): Promise<Bytes> {
  return hmac(await hmacKey(salt), bytesOf("HPKE-v1", suite, label, ikm));
}

/** LabeledExpand, to at most the 32 bytes of one round. */
async function expand(
  suite: Bytes,
  prk: CryptoKey,
  label: string,
  asked: { info: Bytes; length: number },
): Promise<Bytes> {
  const { info, length } = asked;
  const round = bytesOf([0, length], "HPKE-v1", suite, label, info, [1]);
  return (await hmac(prk, round)).slice(0, length);
}

async function hmac(key: CryptoKey, data: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, data));
}

let noSalt: Promise<CryptoKey> | undefined;

function hmacKey(raw: Bytes): Promise<CryptoKey> {
  if (raw !== NO_SALT) return imported(raw);
  noSalt ??= imported(raw);
  return noSalt;
}

function imported(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, HMAC, false, ["sign"]);
}

/** All parts in a row; a text as its UTF-8. */
export function bytesOf(...parts: (string | ArrayLike<number> | ArrayBuffer)[]): Bytes {
  const rows = parts.map((part) =>
    typeof part === "string" ? new TextEncoder().encode(part) : new Uint8Array(part),
  );
  const all = new Uint8Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}
