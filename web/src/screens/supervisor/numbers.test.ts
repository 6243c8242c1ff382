import { expect, test } from "vitest";
import type { Projected } from "../../domain/project";
import { byAge, byClinic, byKey, byRecruiter, paceOf, questionsByDay, thisMonth } from "./numbers";

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

test("clinics are counted with their fates, the largest first", () => {
  const all = [
    sign("2026-11-02", "rejected", "c2"),
    sign("2026-11-03", "returned", "c1"),
    sign("2026-11-04", "approved", "c1"),
  ];
  expect(byKey(all, (r) => r.clinic).map((r) => [r.key, r.total, r.returned])).toEqual([
    ["c1", 2, 1],
    ["c2", 1, 0],
  ]);
});

test("of a clinic how many people recruited, and how much of it was paid", () => {
  const by = (recruiter: string, status: string) => ({ ...sign("2026-11-02", status), recruiter });
  const all = [by("r1", "paid"), by("r2", "registered"), by("r2", "approved")] as Projected[];
  expect(byClinic(all)).toMatchObject([{ key: "c1", total: 3, recruiters: 2, paid: 67 }]);
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

test("the month so far against an even pace, without what is closed", () => {
  const all = [
    sign("2026-11-02"),
    sign("2026-11-02", "rejected"),
    sign("2026-11-03", "paid"),
    sign("2026-10-31"),
  ];
  const month = thisMonth(all, "2026-11-03");
  expect(paceOf(month, "2026-11-03", 30)).toEqual([
    { key: "2026-11-01", so_far: 0, pace: 1 },
    { key: "2026-11-02", so_far: 1, pace: 2 },
    { key: "2026-11-03", so_far: 2, pace: 3 },
  ]);
});

test("a recruiter's month counts where the credit went", () => {
  const credited = { ...sign("2026-11-02"), recruiter: "r1", entry: { credit: "r2" } } as Projected;
  const own = { ...sign("2026-11-03"), recruiter: "r2" } as Projected;
  const other = { ...sign("2026-11-04"), recruiter: "r1" } as Projected;
  expect(byRecruiter([credited, own, other])).toEqual([
    ["r2", 2],
    ["r1", 1],
  ]);
});

test("questions opened and settled a day; a duplicate on two claims is one", () => {
  const thread = (id: string, opened: string, settled: string | null) => ({
    id,
    opened_at: at(opened),
    settled_at: settled && at(settled),
    open: settled === null,
  });
  const twice = thread("d", "2026-11-19", null);
  const all = [
    { ...sign("2026-11-01"), threads: [twice, thread("a", "2026-11-18", "2026-11-20")] },
    { ...sign("2026-11-02"), threads: [twice] },
  ] as unknown as Projected[];
  expect(questionsByDay(all, TODAY, 3)).toEqual([
    { key: "2026-11-18", opened: 1, settled: 0, total: 1 },
    { key: "2026-11-19", opened: 1, settled: 0, total: 1 },
    { key: TODAY, opened: 0, settled: 1, total: 1 },
  ]);
});
