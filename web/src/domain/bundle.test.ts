import { expect, test } from "vitest";
import { type BundleItem, FORMAT, padded, readBundle, split } from "./bundle";
import { canonical } from "./canonical";

const item = (n: number, length = 400): BundleItem => ({
  n,
  op: `op-${n}`,
  box: "x".repeat(length),
});
const said = (items: BundleItem[]) =>
  ({ format: FORMAT, device: "d", app: "0.1.0", made_at: "t", items, padding: "" }) as const;
const signed = (items: BundleItem[]) => ({ ...padded(said(items)), signature: "s".repeat(86) });

test("P94: a file has one of few sizes, signature and all", () => {
  for (const [letters, size] of [
    [400, 4096],
    [3800, 4096],
    [4000, 8192],
    [9000, 16384],
    [20_000, 32768],
    [33_000, 65536],
    [66_000, 131072],
  ] as const) {
    expect(canonical(signed([item(1, letters)])).length).toBe(size);
  }
});

test("P94: what does not fit into one bundle goes into more, in order, none lost", () => {
  const many = Array.from({ length: 1200 }, (_, i) => item(i + 1));
  const parts = split(many);
  expect(parts.map((part) => part.length)).toEqual([500, 500, 200]);
  expect(parts.flat()).toEqual(many);
  const large = Array.from({ length: 12 }, (_, i) => item(i + 1, 90_000));
  for (const part of split(large)) {
    expect(canonical(signed(part)).length).toBeLessThanOrEqual(480 * 1024);
  }
  expect(split(large).flat()).toEqual(large);
  expect(split([])).toEqual([]);
});

test("P94: a file is read as a bundle or not at all", () => {
  const whole = signed([item(1)]);
  expect(readBundle(JSON.stringify(whole))).toEqual(whole);
  for (const broken of [
    { ...whole, format: "perisai-bundle-2" },
    { ...whole, items: [] },
    { ...whole, items: [null] },
    { ...whole, items: [{ ...item(1), n: 1.5 }] },
    { ...whole, signature: "" },
    { ...whole, device: 7 },
    [],
    null,
    "PERISAI",
  ]) {
    expect(readBundle(JSON.stringify(broken))).toBeNull();
  }
  expect(readBundle(canonical(whole).slice(0, -1))).toBeNull();
  expect(readBundle(JSON.stringify({ ...whole, padding: "A".repeat(600_000) }))).toBeNull();
});
