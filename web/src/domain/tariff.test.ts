import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/tariff.json";
import { priced, type Question, quote, reliefUntil } from "./tariff";

test.each(vectors.quotes)("prices $name", ({ asked, expected }) => {
  const { total, saved, base, groups, tables } = quote(asked as Question);
  expect({ total, saved, base, groups }).toEqual(expected);
  expect(tables).toBe(vectors.tables);
});

test("prices month by month", () => {
  expect(quote(vectors.months.asked as Question).months).toEqual(vectors.months.expected);
});

test.each(vectors.unpriced)("has no table for %s", (month) => {
  const asked: Question = {
    income: 1,
    programmes: ["jkk"],
    months: 1,
    first_month: month,
    transport: false,
  };
  expect(priced(month)).toBe(false);
  expect(() => quote(asked)).toThrow("no tariff table");
});

test("says until when a relief runs", () => {
  expect(reliefUntil("2026-11", false)).toBe("2026-12");
  expect(reliefUntil("2026-11", true)).toBe("2027-03");
  expect(reliefUntil("2027-01", false)).toBeNull();
});
