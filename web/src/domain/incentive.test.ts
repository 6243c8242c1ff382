import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/incentive.json";
import { estimate, thresholds } from "./incentive";

test.each(vectors.estimates)("estimates $name", ({ count, member, on, expected }) => {
  expect(estimate({ members: Array.from({ length: count }, () => member), on })).toEqual(expected);
});

test("knows no scheme before the first", () => {
  expect(() => estimate({ members: [], on: "2017-12-31" })).toThrow("no incentive scheme");
});

test.each(vectors.thresholds)("has the thresholds of $on", ({ on, expected }) => {
  expect(thresholds(on)).toEqual(expected);
});
