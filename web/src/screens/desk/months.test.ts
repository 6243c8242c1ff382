import { expect, it } from "vitest";
import { monthsUpTo } from "./months";

it("goes back over the turn of a year", () => {
  expect(monthsUpTo("2026-02-28", 3)).toEqual(["2026-02", "2026-01", "2025-12"]);
});
