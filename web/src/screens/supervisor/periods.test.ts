import { expect, test } from "vitest";
import type { Projected } from "../../domain/project";
import { byPeriod, earlier, ofPeriod, type Period, soFarBefore, startOf } from "./periods";

const FRIDAY = "2026-11-20";
const sign = (day: string, status = "submitted") =>
  ({ id: day, status, captured_at: new Date(`${day}T12:00:00`).toISOString() }) as Projected;
const keys = (period: Period, rows: number) =>
  byPeriod([], FRIDAY, { period, rows }).map((row) => row.key);

test("a week begins on Monday, also over the turn of a year", () => {
  expect(startOf(FRIDAY, "week")).toBe("2026-11-16");
  expect(startOf("2026-11-16", "week")).toBe("2026-11-16");
  expect(startOf("2026-11-22", "week")).toBe("2026-11-16");
  expect(startOf("2027-01-01", "week")).toBe("2026-12-28");
  expect(earlier("2026-01-01", "month", 2)).toBe("2025-11-01");
});

test("every period of the span has its row, and fates add up to the total", () => {
  expect(keys("day", 3)).toEqual(["2026-11-18", "2026-11-19", FRIDAY]);
  expect(keys("week", 3)).toEqual(["2026-11-02", "2026-11-09", "2026-11-16"]);
  expect(keys("month", 3)).toEqual(["2026-09-01", "2026-10-01", "2026-11-01"]);
  const all = [sign(FRIDAY), sign("2026-11-16", "paid"), sign("2026-11-15"), sign("2025-11-20")];
  const weeks = byPeriod(all, FRIDAY, { period: "week", rows: 8 });
  const { key, ...now } = weeks.at(-1) ?? { key: "" };
  expect(now).toEqual({ approved: 1, waiting: 1, returned: 0, closed: 0, total: 2 });
  expect(weeks.reduce((sum, row) => sum + row.total, 0)).toBe(3);
  expect(ofPeriod(all, FRIDAY, "month").map((r) => r.id)).toEqual([
    FRIDAY,
    "2026-11-16",
    "2026-11-15",
  ]);
});

test("the period before is counted up to the same place in it", () => {
  const week = ["2026-11-09", "2026-11-13", "2026-11-14"].map((day) => sign(day));
  expect(soFarBefore(week, FRIDAY, "week")).toBe(2);
  expect(soFarBefore([sign("2026-11-19")], FRIDAY, "day")).toBe(1);
  const months = ["2026-02-28", "2026-03-01", "2026-02-01"].map((day) => sign(day));
  expect(soFarBefore(months, "2026-03-31", "month")).toBe(2); // February has no 31st
});
