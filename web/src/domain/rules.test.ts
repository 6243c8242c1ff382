import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/rules.json";
import { type Limits, problemsOf } from "./rules";
import type { Units } from "./types";

type Change = Partial<Record<keyof Units, object | null>>;

interface Case {
  name: string;
  change: Change;
  settings?: Partial<Limits>;
  expected: string[];
}

test.each(vectors.cases as Case[])("judges: $name", ({ change, settings, expected }) => {
  const units: Partial<Record<keyof Units, object>> = { ...(vectors.units as unknown as Units) };
  for (const [unit, values] of Object.entries(change) as [keyof Units, object | null][]) {
    if (values === null) delete units[unit];
    else units[unit] = { ...units[unit], ...values };
  }
  const limits = { ...vectors.settings, ...settings } as Limits;
  const problems = problemsOf(units as Partial<Units>, vectors.today, limits);
  expect(problems.map(({ unit, field, code }) => `${unit}.${field}:${code}`)).toEqual(expected);
});
