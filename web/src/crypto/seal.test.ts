import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { describe, expect, test } from "vitest";
import vectors from "../../../tests/vectors/seal.json";
import { fromBase64Url, toBase64Url } from "./base64";
import { contextOf, readySeal, type SealKey, sealTo } from "./seal";

/** A library that we did not write opens what we sealed. */
const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const key: SealKey = vectors.key;

async function open(box: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>> {
  const recipientKey = await suite.kem.importKey("jwk", vectors.private_jwk as JsonWebKey, false);
  const info = new TextEncoder().encode(context);
  const [enc, sealed] = [box.slice(8, 73), box.slice(73)];
  return new Uint8Array(
    await suite.open({ recipientKey, enc: enc.buffer, info }, sealed.buffer as ArrayBuffer),
  );
}

async function unpacked(padded: Uint8Array<ArrayBuffer>): Promise<string> {
  const end = padded.lastIndexOf(0x80);
  const stream = new Blob([padded.slice(0, end)]).stream();
  return new Response(stream.pipeThrough(new DecompressionStream("deflate-raw"))).text();
}

describe.each(vectors.boxes)("P91: $name", ({ context, text, box }) => {
  const { device, n, op } = context;
  const bound = contextOf(device, n, op);

  test("what we seal is opened by another hand", async () => {
    const sealed = await sealTo(key, bound, text);
    expect(await unpacked(await open(sealed, bound))).toBe(text);
    expect(sealed.length).toBe(fromBase64Url(box).length);
  });

  test("the box of the vectors holds the text", async () => {
    expect(await unpacked(await open(fromBase64Url(box), bound))).toBe(text);
  });

  test("it opens for no other operation", async () => {
    const sealed = await sealTo(key, bound, text);
    await expect(open(sealed, contextOf(device, n + 1, op))).rejects.toThrow();
  });
});

test("P91: the size is that of the key's id, the shared part, the tag and full blocks", async () => {
  for (const length of [0, 1, 200, 254, 255, 256, 300]) {
    const noise = toBase64Url(crypto.getRandomValues(new Uint8Array(length)));
    const sealed = await sealTo(key, "x", noise);
    expect((sealed.length - 8 - 65 - 16) % 256).toBe(0);
  }
});

test("P91: no two boxes are alike", async () => {
  const [a, b] = await Promise.all([sealTo(key, "x", "{}"), sealTo(key, "x", "{}")]);
  expect(toBase64Url(a)).not.toBe(toBase64Url(b));
});

test("bytes travel as base64url", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect([...fromBase64Url(toBase64Url(bytes))]).toEqual([...bytes]);
  expect(toBase64Url(new Uint8Array([251, 255, 254]))).toBe("-__-");
});

test("P91: what is made ready serves one box, and the next has a shared part of its own", async () => {
  readySeal(key);
  readySeal(key);
  const boxes = await Promise.all(["{}", "{}", "{}"].map((text) => sealTo(key, "x", text)));
  for (const box of boxes) expect(await unpacked(await open(box, "x"))).toBe("{}");
  const shared = boxes.map((box) => toBase64Url(box.slice(8, 73)));
  expect(new Set(shared).size).toBe(boxes.length);
});
