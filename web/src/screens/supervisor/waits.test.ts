import { expect, test } from "vitest";
import type { Projected } from "../../domain/project";
import { medianWait, waits } from "./waits";

const HOUR = 3_600_000;
const at = (day: number, hour = 10) => new Date(2026, 10, day, hour).toISOString();
const with_ = (received: string, ...history: [string, string][]) =>
  ({
    entry: { received_at: received, history: history.map(([what, when]) => ({ what, at: when })) },
  }) as unknown as Projected;
const hours = (one: Projected) => waits(one).map(({ ms }) => ms / HOUR);

test("a wait is from what came in to its verdict, by the server's clock", () => {
  expect(hours(with_(at(16), ["create", at(16)], ["approve", at(17)]))).toEqual([24]);
  expect(hours(with_(at(16), ["create", at(16)]))).toEqual([]);
});

test("what was returned waits again once it is corrected", () => {
  const past: [string, string][] = [
    ["return", at(17)],
    ["amend", at(19)],
    ["amend", at(19, 12)],
    ["approve", at(19, 22)],
  ];
  expect(hours(with_(at(16), ...past))).toEqual([24, 12]);
});

test("what changed after approval waits for the supervisor from the admin's answer on", () => {
  const past: [string, string][] = [
    ["approve", at(17)],
    ["amend", at(18)],
    ["resolve", at(20)],
    ["approve", at(20, 12)],
  ];
  expect(hours(with_(at(16), ...past))).toEqual([24, 2]);
});

test("a verdict that was undone is none", () => {
  const past: [string, string][] = [
    ["approve", at(17)],
    ["reopen", at(17, 11)],
    ["reject", at(18)],
  ];
  expect(hours(with_(at(16), ...past))).toEqual([48]);
});

test("the median is of the verdicts of this period, the mean of the middle two where they are even", () => {
  const all = [
    with_(at(16), ["approve", at(17)]),
    with_(at(16), ["approve", at(18)]),
    with_(at(17), ["reject", at(20)]),
    with_(at(10), ["approve", at(19)]),
    with_(at(2), ["approve", at(3)]), // another week
  ];
  expect(medianWait(all, "2026-11-20", "week")).toEqual({ n: 4, ms: 60 * HOUR });
  expect(medianWait(all.slice(0, 3), "2026-11-20", "week")).toEqual({ n: 3, ms: 48 * HOUR });
  expect(medianWait(all, "2026-11-22", "day")).toBeNull();
});
