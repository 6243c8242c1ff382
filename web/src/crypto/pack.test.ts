import { expect, test } from "vitest";
import { packed, unpacked } from "./pack";

test("what was packed comes back, up to a limit", async () => {
  const text = "Pendaftaran — 東京 😀 ".repeat(400);
  const bytes = new Uint8Array(await packed(text));
  expect(bytes.length).toBeLessThan(400);
  expect(await unpacked(bytes, 100_000)).toBe(text);
  expect(await unpacked(bytes, 1000)).toBeNull();
});

test("what was not packed, or is cut off, is nothing", async () => {
  const bytes = new Uint8Array(await packed("halo ".repeat(50)));
  expect(await unpacked(bytes.slice(0, -3), 1000)).toBeNull();
  expect(await unpacked(new Uint8Array([255, 254, 1, 2]), 1000)).toBeNull();
});
