import { expect, test } from "vitest";
import { bytes, date, decimal, localDay, month, rupiah, time, whole } from "./format";

test("thousands and rupiah", () => {
  expect([whole(84000, "id"), whole(84000, "en"), whole(999, "id"), whole(1234567, "id")]).toEqual([
    "84.000",
    "84,000",
    "999",
    "1.234.567",
  ]);
  expect(rupiah(84000, "id")).toBe("Rp\u00a084.000");
});

test("decimals", () => {
  expect([
    decimal(1.42, "id"),
    decimal(1.42, "en"),
    decimal(2, "id"),
    decimal(1999.96, "id"),
  ]).toEqual(["1,4", "1.4", "2", "2.000"]);
});

test("days, months and times", () => {
  expect([date("2026-11-20", "id"), date("2026-08-02", "id"), date("2026-08-02", "en")]).toEqual([
    "20 Nov 2026",
    "2 Agu 2026",
    "2 Aug 2026",
  ]);
  expect([month("2026-12", "id"), month("2026-12", "en")]).toEqual(["Des 2026", "Dec 2026"]);
  const moment = new Date(2026, 10, 20, 9, 42);
  expect([time(moment.toISOString(), "id"), time(moment.toISOString(), "en")]).toEqual([
    "09.42",
    "09:42",
  ]);
  expect([localDay(moment), date(moment.toISOString(), "id")]).toEqual([
    "2026-11-20",
    "20 Nov 2026",
  ]);
});

test("bytes in the unit that reads best", () => {
  expect([0, 900, 2048, 1_900_000_000, 24_300_000].map((value) => bytes(value, "id"))).toEqual([
    "0\u00a0B",
    "900\u00a0B",
    "2\u00a0KB",
    "1,9\u00a0GB",
    "24\u00a0MB",
  ]);
});
