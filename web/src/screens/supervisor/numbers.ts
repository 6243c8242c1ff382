/** Counts of sign-ups from the replica, by day and by clinic. Sums agree with the queue. Pure. */
import type { Projected } from "../../domain/project";
import type { Status } from "../../domain/types";
import { type Age, ageOf, dayOf } from "./queue";

/** Approved and beyond, waiting for a verdict, back with the recruiter; closed ones are counted apart. */
export type Fate = "approved" | "waiting" | "returned" | "closed";

const FATES: Record<Status, Fate> = {
  submitted: "waiting",
  returned: "returned",
  approved: "approved",
  code_issued: "approved",
  paid: "approved",
  registered: "approved",
  rejected: "closed",
  withdrawn: "closed",
};

export type Counts = Record<Fate, number> & { total: number };
export interface Row extends Counts {
  key: string;
}

const none = (): Counts => ({ approved: 0, waiting: 0, returned: 0, closed: 0, total: 0 });

export function fateOf(registration: Projected): Fate {
  return FATES[registration.status];
}

function count(registrations: readonly Projected[], keyOf: (r: Projected) => string) {
  const rows = new Map<string, Counts>();
  for (const registration of registrations) {
    const key = keyOf(registration);
    const row = rows.get(key) ?? none();
    row[fateOf(registration)] += 1;
    row.total += 1;
    rows.set(key, row);
  }
  return rows;
}

/** "2026-11-20" moved by whole days. */
export function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** One row a day of capture for the last `days` days, oldest first, empty days too. */
export function byDay(registrations: readonly Projected[], today: string, days: number): Row[] {
  const rows = count(registrations, (r) => dayOf(r.captured_at));
  return Array.from({ length: days }, (_, i) => dayBefore(today, days - 1 - i)).map((key) => ({
    key,
    ...(rows.get(key) ?? none()),
  }));
}

/** One row a clinic for captures of this month, the largest first. */
export function byClinic(registrations: readonly Projected[], today: string): Row[] {
  const month = today.slice(0, 7);
  const rows = count(
    registrations.filter((r) => dayOf(r.captured_at).startsWith(month)),
    (r) => r.clinic,
  );
  return [...rows]
    .map(([key, counts]) => ({ key, ...counts }))
    .sort((a, b) => b.total - a.total || a.key.localeCompare(b.key));
}

/** Captures in the seven days that end `daysAgo` days before today. */
export function inWeek(
  registrations: readonly Projected[],
  today: string,
  daysAgo: number,
): number {
  const last = dayBefore(today, daysAgo);
  const first = dayBefore(last, 6);
  return registrations.filter((r) => {
    const day = dayOf(r.captured_at);
    return day >= first && day <= last;
  }).length;
}

export type Waiting = Exclude<Age, "again">;

/** The queue by age; a verdict that was not taken counts by its true age here. */
export function byAge(waiting: readonly Projected[], today: string): [Waiting, number][] {
  const ages: Waiting[] = ["today", "yesterday", "two", "three", "longer"];
  const found = waiting.map((r) => ageOf({ ...r, stale: null }, today));
  return ages.map((age) => [age, found.filter((a) => a === age).length]);
}
