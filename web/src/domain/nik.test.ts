import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/nik.json";
import { cleanNik, differsFromNik, formatNik, maskNik, readNik } from "./nik";
import type { Sex } from "./types";

const known = new Set(vectors.known_regions);

test.each(vectors.read)("reads $name", ({ digits, today, reading }) => {
  const read = readNik(digits, today, (code) => known.has(code));
  expect({
    ...read,
    problems: read.problems.map((problem) => ({ ...problem, digits: problem.digits ?? null })),
  }).toEqual({ digits, ...reading });
});

test("warns of no region while there are no tables", () => {
  expect(readNik("9999994708840002", "2026-11-20", () => undefined).problems).toEqual([]);
});

test.each(vectors.clean)("cleans $text", ({ text, digits }) => {
  expect(cleanNik(text)).toBe(digits);
});

test.each(vectors.mask)("masks $digits", ({ digits, masked }) => {
  expect(maskNik(digits)).toBe(masked);
});

test.each(vectors.format)("formats '$digits'", ({ digits, text }) => {
  expect(formatNik(digits)).toBe(text);
});

test.each(vectors.differs)("compares $nik with $birth_date $sex", (case_) => {
  expect(differsFromNik(case_.nik, case_.birth_date, case_.sex as Sex)).toEqual({
    birth_date: case_.birth_date_differs,
    sex: case_.sex_differs,
  });
});
