import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/rules.json";
import { problemsOf } from "./rules";
import type { Units } from "./types";

type Change = Partial<Record<keyof Units, object | null>>;

test.each(vectors.cases)("judges: $name", ({ change, expected }) => {
  const units: Partial<Record<keyof Units, object>> = { ...(vectors.units as unknown as Units) };
  for (const [unit, values] of Object.entries(change as Change) as [keyof Units, object | null][]) {
    if (values === null) delete units[unit];
    else units[unit] = { ...units[unit], ...values };
  }
  const problems = problemsOf(units as Partial<Units>, vectors.today, vectors.settings);
  expect(problems.map(({ unit, field, code }) => `${unit}.${field}:${code}`)).toEqual(expected);
});
