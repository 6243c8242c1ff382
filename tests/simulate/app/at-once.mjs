// WebCrypto as the app's core uses it for each operation, done at once and not on threads of Node's.
import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
} from "node:crypto";

const { subtle } = crypto;
const { importKey, generateKey, exportKey, sign } = subtle;
const aes = new WeakMap();
const TAG = 16;
const NOTHING = new Uint8Array(0);

const bytes = (buffer) => new Uint8Array(buffer).buffer;

subtle.digest = async (_, data) => bytes(createHash("sha256").update(data).digest());

subtle.importKey = async (...asked) => {
  const [, raw, algorithm] = asked;
  if (algorithm.name === "ECDH") return { point: Buffer.from(raw) };
  if (algorithm.name === "HMAC") return { hmac: Buffer.from(raw) };
  const key = await importKey.apply(subtle, asked);
  if (algorithm === "AES-GCM") aes.set(key, Buffer.from(raw));
  return key;
};

subtle.generateKey = async (...asked) => {
  if (asked[0].name !== "ECDH") return generateKey.apply(subtle, asked);
  const pair = createECDH("prime256v1");
  return { publicKey: { point: pair.generateKeys() }, privateKey: { pair } };
};

subtle.exportKey = async (format, key) =>
  key.point ? bytes(key.point) : exportKey.call(subtle, format, key);

subtle.deriveBits = async (algorithm, { pair }) => bytes(pair.computeSecret(algorithm.public.point));

subtle.sign = async (algorithm, key, data) =>
  key.hmac
    ? bytes(createHmac("sha256", key.hmac).update(data).digest())
    : sign.call(subtle, algorithm, key, data);

subtle.encrypt = async ({ iv, additionalData = NOTHING }, key, plain) => {
  const cipher = createCipheriv("aes-256-gcm", aes.get(key), iv).setAAD(additionalData);
  return bytes(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
};

subtle.decrypt = async ({ iv, additionalData = NOTHING }, key, sealed) => {
  const cipher = createDecipheriv("aes-256-gcm", aes.get(key), iv).setAAD(additionalData);
  cipher.setAuthTag(sealed.subarray(-TAG));
  return bytes(Buffer.concat([cipher.update(sealed.subarray(0, -TAG)), cipher.final()]));
};
