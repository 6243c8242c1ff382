import { expect, test } from "vitest";
import { axisTop } from "./day-chart";

test("an axis ends on a round number close above the most, and its middle is whole", () => {
  expect([0, 1, 3, 7, 10, 11, 37, 250, 101].map(axisTop)).toEqual([
    2, 2, 4, 8, 10, 12, 40, 300, 120,
  ]);
  for (let most = 0; most < 2000; most += 1) {
    expect(axisTop(most)).toBeGreaterThanOrEqual(most);
    expect(axisTop(most) % 2).toBe(0);
  }
});
