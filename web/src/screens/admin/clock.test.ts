import { expect, test } from "vitest";
import type { ClaimTimes } from "./clock";
import { claimTimes, firstCaptured, putRight, scaleOf } from "./clock";

const at = (time: string) => Date.parse(`2026-11-13T${time}:00.000Z`);

function claim(id: string, captured: string, skewMinutes: number | null): ClaimTimes {
  const skew = skewMinutes === null ? null : skewMinutes * 60_000;
  return claimTimes({
    registration: id,
    captured_at: `2026-11-13T${captured}:00.000Z`,
    received_at: "2026-11-13T14:31:00.000Z",
    consent: { given_at: `2026-11-13T${captured}:00.000Z` },
    skew_ms: skew,
  } as Parameters<typeof claimTimes>[0]);
}

test("a phone that is slow captured later than it says", () => {
  expect(putRight("2026-11-13T09:58:00.000Z", -134 * 60_000)).toBe(at("12:12"));
  expect(putRight("2026-11-13T09:58:00.000Z", null)).toBeNull();
});

test("who was first is said by clocks put right, not by what the phones said", () => {
  const a = claim("A", "10:09", 0);
  const b = claim("B", "09:58", -134);
  expect(firstCaptured([b, a])).toEqual({ id: "A", by_ms: 123 * 60_000 });
});

test("nothing is said about who was first while one clock is unmeasured, or on a tie", () => {
  expect(firstCaptured([claim("A", "10:09", 0), claim("B", "09:58", null)])).toBeNull();
  expect(firstCaptured([claim("A", "10:09", 0), claim("B", "10:09", 0)])).toBeNull();
});

test("the axis covers every instant with at most nine ticks on whole local steps", () => {
  const claims = [claim("A", "10:09", 0), claim("B", "09:58", -134)];
  const offset = 7 * 3_600_000;
  const scale = scaleOf(claims, offset);
  expect(scale.from).toBeLessThanOrEqual(at("09:58"));
  expect(scale.to).toBeGreaterThanOrEqual(at("14:31"));
  expect(scale.ticks.length).toBeLessThanOrEqual(9);
  for (const tick of scale.ticks) expect((tick + offset) % scale.step_ms).toBe(0);
});
