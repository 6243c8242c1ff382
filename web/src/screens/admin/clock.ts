/**
 * Phone clocks put right by the skew that the server measured, for people to read. Nothing is decided
 * by them. Pure; instants are milliseconds since 1970.
 */
import type { Entry } from "../../domain/types";

export interface ClaimTimes {
  id: string;
  /** What the phone's clock said at capture. */
  said: number;
  /** The same put right, or null while no skew was measured. */
  captured: number | null;
  signed: number | null;
  received: number;
  skew_ms: number | null;
}

/** An instant by the phone's clock put right: skew is phone minus server. */
export function putRight(instant: string, skewMs: number | null): number | null {
  return skewMs === null ? null : Date.parse(instant) - skewMs;
}

export function claimTimes(entry: Entry): ClaimTimes {
  return {
    id: entry.registration,
    said: Date.parse(entry.captured_at),
    captured: putRight(entry.captured_at, entry.skew_ms),
    signed: putRight(entry.consent.given_at, entry.skew_ms),
    received: Date.parse(entry.received_at),
    skew_ms: entry.skew_ms,
  };
}

/** Who captured first and by how much, or null where a clock was not measured or both are equal. */
export function firstCaptured(claims: readonly ClaimTimes[]): { id: string; by_ms: number } | null {
  const known = claims.filter((c): c is ClaimTimes & { captured: number } => c.captured !== null);
  if (known.length < claims.length) return null;
  const [first, second] = known.sort((a, b) => a.captured - b.captured);
  if (!first || !second || first.captured === second.captured) return null;
  return { id: first.id, by_ms: second.captured - first.captured };
}

const MINUTE = 60_000;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14400, 43200];

export interface Scale {
  from: number;
  to: number;
  /** Instants of the tick marks, on whole steps of local time. */
  ticks: number[];
  step_ms: number;
}

/** An axis over all instants of all claims, with at most seven ticks. `offset` is local time minus UTC. */
export function scaleOf(claims: readonly ClaimTimes[], offsetMs: number): Scale {
  const instants = claims.flatMap((c) =>
    [c.said, c.captured, c.signed, c.received].filter((at): at is number => at !== null),
  );
  const earliest = Math.min(...instants);
  const latest = Math.max(...instants);
  const span = Math.max(latest - earliest, 10 * MINUTE);
  const minutes = STEPS.find((m) => span / (m * MINUTE) <= 6) ?? Math.ceil(span / (6 * MINUTE));
  const step = minutes * MINUTE;
  const from = Math.floor((earliest - span * 0.04 + offsetMs) / step) * step - offsetMs;
  const to = Math.ceil((latest + span * 0.04 + offsetMs) / step) * step - offsetMs;
  const ticks = Array.from(
    { length: Math.round((to - from) / step) + 1 },
    (_, i) => from + i * step,
  );
  return { from, to, ticks, step_ms: step };
}
