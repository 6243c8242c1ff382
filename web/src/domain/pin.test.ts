import { expect, test } from "vitest";
import { pinWait, weakPin } from "./pin";

test.each([
  ["000000", "same"],
  ["123456", "run"],
  ["654321", "run"],
  ["890123", "run"],
  ["121212", "pattern"],
  ["482482", "pattern"],
  ["334455", "pattern"],
  ["140887", "date"],
  ["870814", "date"],
  ["581987", "date"],
  ["200458", "date"],
  ["284916", null],
  ["407391", null],
  ["135790", null],
])("P122: %s is %s", (pin, why) => {
  expect(weakPin(pin)).toBe(why);
});

test("P122: three tries are free, then each waits twice as long", () => {
  expect([0, 3, 4, 5, 9].map(pinWait)).toEqual([0, 0, 5_000, 10_000, 160_000]);
});
