import { expect, test } from "vitest";
import type { Projected } from "../../domain/project";
import { byAge, byClinic, byDay, dayBefore, inWeek } from "./numbers";

const TODAY = "2026-11-20";
const at = (day: string) => new Date(`${day}T12:00:00`).toISOString();
const sign = (day: string, status = "submitted", clinic = "c1") =>
  ({
    id: `${day}${status}${clinic}`,
    status,
    clinic,
    captured_at: at(day),
    stale: null,
    entry: { received_at: at(day) },
  }) as Projected;

test("every day of the span has its row, and fates add up to the total", () => {
  const rows = byDay(
    [sign("2026-11-20"), sign("2026-11-20", "paid"), sign("2026-11-06")],
    TODAY,
    14,
  );
  expect(rows).toHaveLength(14);
  expect(rows[0]?.key).toBe("2026-11-07");
  expect(rows.at(-1)).toEqual({
    key: TODAY,
    approved: 1,
    waiting: 1,
    returned: 0,
    closed: 0,
    total: 2,
  });
});

test("clinics are counted for this month alone, the largest first", () => {
  const all = [
    sign("2026-11-02", "rejected", "c2"),
    sign("2026-11-03", "returned", "c1"),
    sign("2026-11-04", "approved", "c1"),
    sign("2026-10-31", "approved", "c2"),
  ];
  expect(byClinic(all, TODAY).map((r) => [r.key, r.total])).toEqual([
    ["c1", 2],
    ["c2", 1],
  ]);
});

test("weeks are seven days that end today or a number of days ago", () => {
  const all = ["2026-11-20", "2026-11-14", "2026-11-13", "2026-11-07", "2026-11-06"].map((d) =>
    sign(d),
  );
  expect(inWeek(all, TODAY, 0)).toBe(2);
  expect(inWeek(all, TODAY, 7)).toBe(2);
  expect(dayBefore("2026-03-01", 1)).toBe("2026-02-28");
});

test("the ages of the queue add up to the queue", () => {
  const all = ["2026-11-20", "2026-11-18", "2026-11-01"].map((d) => sign(d));
  expect(byAge(all, TODAY)).toEqual([
    ["today", 1],
    ["yesterday", 0],
    ["two", 1],
    ["three", 0],
    ["longer", 1],
  ]);
});
