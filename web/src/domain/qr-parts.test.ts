import { expect, test } from "vitest";
import { joined, MOST_PARTS, partsOf, type Series, withPart } from "./qr-parts";

const text = Array.from({ length: 3000 }, (_, i) => "abcXYZ019-_"[i % 11]).join("");
const parts = partsOf("abc", text) ?? [];

test("P99: parts come in any order and more than once", () => {
  expect(parts.length).toBe(5);
  let series: Series | null = null;
  for (const letters of [...parts].reverse()) {
    expect(series && joined(series)).toBeNull();
    series = withPart(withPart(series, letters), letters);
  }
  expect(series && joined(series)).toBe(text);
});

test("P99: another series begins anew, and what is no part changes nothing", () => {
  const begun = withPart(null, parts[0] ?? "");
  for (const other of [
    "",
    "https://example.id",
    "PERISAI1:abc:6:5:x",
    "PERISAI1:abc:0:5:x",
    "PERISAI1:abc:1:99:x",
    "PERISAI2:abc:1:5:x",
  ]) {
    expect(withPart(begun, other)).toBe(begun);
  }
  const [first = ""] = partsOf("def", "xyz") ?? [];
  expect(withPart(begun, first)).toEqual({ id: "def", of: 1, parts: new Map([[1, "xyz"]]) });
});

test("P99: what nobody would hold still for has no codes", () => {
  expect(partsOf("abc", "x".repeat(700 * MOST_PARTS))?.length).toBe(MOST_PARTS);
  expect(partsOf("abc", "x".repeat(700 * MOST_PARTS + 1))).toBeNull();
});
