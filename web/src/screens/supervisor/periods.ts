/** Days, weeks from Monday, months: what the numbers are counted by. Days are "2026-11-20". Pure. */
import type { Projected } from "../../domain/project";
import { count, none, type Row } from "./numbers";
import { dayOf } from "./queue";

export type Period = "day" | "week" | "month";
export const PERIODS: readonly Period[] = ["day", "week", "month"];
const DAY_MS = 86_400_000;

const ms = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayAt = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The first day of the period that a day is in. */
export function startOf(day: string, period: Period): string {
  if (period === "day") return day;
  if (period === "month") return `${day.slice(0, 7)}-01`;
  const sinceMonday = (new Date(ms(day)).getUTCDay() + 6) % 7;
  return dayAt(ms(day) - sinceMonday * DAY_MS);
}

/** The first day of the period `back` before the one that begins on `start`. */
export function earlier(start: string, period: Period, back: number): string {
  if (period !== "month") return dayAt(ms(start) - back * (period === "week" ? 7 : 1) * DAY_MS);
  const [year = 0, month = 1] = start.split("-").map(Number);
  return dayAt(Date.UTC(year, month - 1 - back, 1));
}

/** Captures of the period that today is in. */
export function ofPeriod(all: readonly Projected[], today: string, period: Period): Projected[] {
  const start = startOf(today, period);
  return all.filter((r) => startOf(dayOf(r.captured_at), period) === start);
}

/** The day of the period before this one that is as far in it as today is in this: Friday for Friday. */
export function lastBefore(today: string, period: Period): string {
  const start = startOf(today, period);
  const first = earlier(start, period, 1);
  return dayAt(Math.min(ms(first) + (ms(today) - ms(start)), ms(start) - DAY_MS));
}

/** How many in the period before this one, up to the same place in it. */
export function soFarBefore(all: readonly Projected[], today: string, period: Period): number {
  const first = earlier(startOf(today, period), period, 1);
  const last = lastBefore(today, period);
  return all.filter((r) => {
    const day = dayOf(r.captured_at);
    return day >= first && day <= last;
  }).length;
}

/** One row a period of capture, oldest first, empty ones too; the key is its first day. */
export function byPeriod(
  all: readonly Projected[],
  today: string,
  { period, rows }: { period: Period; rows: number },
): Row[] {
  const found = count(all, (r) => startOf(dayOf(r.captured_at), period));
  const now = startOf(today, period);
  return Array.from({ length: rows }, (_, i) => earlier(now, period, rows - 1 - i)).map((key) => ({
    key,
    ...(found.get(key) ?? none()),
  }));
}
