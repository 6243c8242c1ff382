import { describe, expect, test } from "vitest";
import {
  ATTEMPTS,
  FIRST_PIECE,
  fitted,
  kindOf,
  mostBytes,
  nextPiece,
  photoFollows,
  smallerPiece,
  turned,
} from "./photo";

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe("how small a photo is made", () => {
  test.each([
    ["a wide one", { width: 4000, height: 3000 }, { width: 1600, height: 1200 }],
    ["a high one", { width: 3000, height: 4000 }, { width: 1200, height: 1600 }],
    ["a small one stays", { width: 640, height: 480 }, { width: 640, height: 480 }],
    ["a strip keeps a line", { width: 9000, height: 2 }, { width: 1600, height: 1 }],
  ])("%s", (_, size, expected) => {
    expect(fitted(size, 1600)).toEqual(expected);
  });

  test("a quarter turn swaps the edges, a half does not", () => {
    const size = { width: 3, height: 2 };
    expect([1, 2, 3, 4].map((turns) => turned(size, turns).width)).toEqual([2, 3, 2, 3]);
  });

  test("every further attempt asks for less: first quality, then size", () => {
    const asked = ATTEMPTS.map(({ edge, quality }) => edge * edge * quality);
    expect(asked).toEqual([...asked].sort((a, b) => b - a));
    expect(ATTEMPTS[0]).toMatchObject({ edge: 1600 });
  });

  test("300 KB, until an account says its own", () => {
    expect(mostBytes(undefined)).toBe(300_000);
    expect(mostBytes({ photo_max_kb: 120 } as Parameters<typeof mostBytes>[0])).toBe(120_000);
  });
});

test.each([
  ["\xff\xd8\xff\xe1", "picture"],
  ["\x89PNG\r\n\x1a\n", "picture"],
  ["RIFF\0\0\0\0WEBPVP8 ", "picture"],
  ["\0\0\0\x18ftypheic", "heic"],
  ["\0\0\0\x1cftypmif1", "heic"],
  ["\0\0\0\x20ftypisom", "other"],
  ["%PDF-1.7", "pdf"],
  ["", "empty"],
  ["sembarang", "other"],
])("%j is told by its first bytes: %s", (head, kind) => {
  expect(kindOf(bytes(head))).toBe(kind);
});

describe("P89: pieces of 5 to 10 s of the uplink", () => {
  test.each([
    ["50 kB/s", 100_000, 2_000, 375_000],
    ["4 kB/s", 32_768, 8_192, 30_000],
    ["a dead slow one", 16_384, 60_000, 16_384],
    ["a fast one", 524_288, 100, 524_288],
    ["a quick small piece proves little", 16_384, 1, 65_536],
    ["no time at all", 32_768, 0, 131_072],
  ])("%s", (_, sent, ms, expected) => {
    expect(nextPiece(sent, ms)).toBe(expected);
  });

  test("one that broke off halves the next, down to the smallest", () => {
    expect(smallerPiece(FIRST_PIECE)).toBe(16_384);
    expect(smallerPiece(16_384)).toBe(16_384);
  });
});

test.each([
  ["not yet with the server", null, "awaited", "submitted", false],
  ["with the server", {}, "awaited", "submitted", true],
  ["the photo too", {}, "in", "submitted", false],
  ["approved meanwhile", {}, "awaited", "approved", true],
  ["withdrawn", {}, "awaited", "withdrawn", false],
] as const)("P87: a photo follows: %s", (_, entry, photo, status, follows) => {
  expect(photoFollows({ entry, photo, status })).toBe(follows);
});
