import { expect, test } from "vitest";
import { uuid7 } from "./ids";

const zeros = (count: number) => new Uint8Array(count);
const ones = (count: number) => new Uint8Array(count).fill(255);

test("P10: UUIDv7 of RFC 9562, in lower case", () => {
  // The time of the RFC's own example.
  expect(uuid7(0x017f22e279b0, zeros)).toBe("017f22e2-79b0-7000-8000-000000000000");
  expect(uuid7(0x017f22e279b0, ones)).toBe("017f22e2-79b0-7fff-bfff-ffffffffffff");
});

test("later ids sort later", () => {
  expect(uuid7(1, ones) < uuid7(2, zeros)).toBe(true);
});
