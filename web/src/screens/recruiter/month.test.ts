import { expect, test } from "vitest";
import { localDay } from "../../domain/format";
import type { Projected } from "../../domain/project";
import type { Entry, Status } from "../../domain/types";
import { dayAround, daysLeft, monthOf } from "./month";

const ME = "kayla";
function one(status: Status, more: Partial<Projected> = {}): Projected {
  return {
    recruiter: ME,
    status,
    captured_at: "2026-11-20T03:00:00.000Z",
    entry: { credit: null } as Entry,
    units: { contribution: { programmes: ["jkk", "jkm", "jht"], quote_total: 36_800 } },
    ...more,
  } as Projected;
}

test("what is true is counted by where it stands", () => {
  const month = monthOf(
    [
      one("approved"),
      one("paid"),
      one("submitted"),
      one("returned"),
      one("submitted", { entry: null }),
    ],
    ME,
    "2026-11-20",
  );
  expect(month).toMatchObject({ approved: 2, in_review: 2, on_phone: 1, all: 5 });
});

test("rejected, withdrawn, last month's and those credited to another do not count", () => {
  const others = [
    one("rejected"),
    one("withdrawn"),
    one("approved", { captured_at: "2026-10-20T03:00:00.000Z" }),
    one("approved", { entry: { credit: "rusman" } as Entry }),
  ];
  expect(monthOf(others, ME, "2026-11-20").all).toBe(0);
});

test("thirty members of three programmes are estimated by the rule of 2022", () => {
  const thirty = Array.from({ length: 30 }, () => one("submitted"));
  expect(monthOf(thirty, ME, "2026-11-20").estimate).toMatchObject({
    acquisition: 450_000,
    fees: 165_600,
    rule: "2022",
  });
});

test("a day begins and ends where the phone's own calendar says so", () => {
  const [from, to] = dayAround("2026-11-30");
  const last = new Date(Date.parse(to) - 1);
  expect([new Date(from), last, new Date(to)].map(localDay)).toEqual([
    ...["2026-11-30", "2026-11-30", "2026-12-01"],
  ]);
});

test("days left", () => {
  expect(daysLeft("2026-11-20")).toBe(10);
  expect(daysLeft("2026-11-30")).toBe(0);
  expect(daysLeft("2028-02-28")).toBe(1);
});
