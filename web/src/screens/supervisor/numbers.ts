/** Counts of sign-ups from the replica, by whom and where. Sums agree with the queue. Pure. */
import type { Projected } from "../../domain/project";
import type { Status } from "../../domain/types";
import { type Age, ageOf, dayOf } from "./queue";

/** Approved and beyond, waiting for a verdict, back with the recruiter; closed ones are counted apart. */
export const FATES = ["approved", "waiting", "returned", "closed"] as const;
export type Fate = (typeof FATES)[number];

const FATE_OF: Record<Status, Fate> = {
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

export const none = (): Counts => ({ approved: 0, waiting: 0, returned: 0, closed: 0, total: 0 });

export function fateOf(registration: Projected): Fate {
  return FATE_OF[registration.status];
}

export function count(registrations: readonly Projected[], keyOf: (r: Projected) => string) {
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

/** One row for each of something, the largest first. */
export function byKey(
  registrations: readonly Projected[],
  keyOf: (registration: Projected) => string,
): Row[] {
  return [...count(registrations, keyOf)]
    .map(([key, counts]) => ({ key, ...counts }))
    .sort((a, b) => b.total - a.total || a.key.localeCompare(b.key));
}

export interface ClinicRow extends Row {
  /** How many people's sign-ups these are. */
  recruiters: number;
  /** Of the total, those whose contribution was paid, in whole per cent. */
  paid: number;
}

/** One row a clinic, the largest first. */
export function byClinic(registrations: readonly Projected[]): ClinicRow[] {
  const of = Map.groupBy(registrations, (r) => r.clinic);
  return byKey(registrations, (r) => r.clinic).map((row) => {
    const here = of.get(row.key) ?? [];
    const paid = here.filter((r) => r.status === "paid" || r.status === "registered").length;
    const recruiters = new Set(here.map(creditedTo)).size;
    return { ...row, recruiters, paid: Math.round((100 * paid) / row.total) };
  });
}

/** Whose the credit is (M41). */
export function creditedTo(registration: Projected): string {
  return registration.entry?.credit ?? registration.recruiter;
}

export type Waiting = Exclude<Age, "again" | "admin">;

/** The queue by age; a verdict that was not taken counts by its true age here. */
export function byAge(waiting: readonly Projected[], today: string): [Waiting, number][] {
  const ages: Waiting[] = ["today", "yesterday", "two", "three", "longer"];
  const found = waiting.map((r) => ageOf({ ...r, stale: null }, today));
  return ages.map((age) => [age, found.filter((a) => a === age).length]);
}

/** One day of the month: how many by then, and how many it would be at an even pace to the target. */
export interface Pace {
  key: string;
  so_far: number;
  pace: number;
}

/** Those of this month that still can become members. */
export function thisMonth(registrations: readonly Projected[], today: string): Projected[] {
  const month = today.slice(0, 7);
  return registrations.filter(
    (r) => fateOf(r) !== "closed" && dayOf(r.captured_at).startsWith(month),
  );
}

/** How many days the month of a day has. */
export function daysIn(day: string): number {
  const [year = 0, month = 0] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The month day by day until today, against a target for the whole of it. */
export function paceOf(month: readonly Projected[], today: string, target: number): Pace[] {
  const length = daysIn(today);
  const on = Map.groupBy(month, (r) => dayOf(r.captured_at));
  let so_far = 0;
  return Array.from({ length: Number(today.slice(8)) }, (_, i) => {
    const key = `${today.slice(0, 8)}${String(i + 1).padStart(2, "0")}`;
    so_far += on.get(key)?.length ?? 0;
    return { key, so_far, pace: Math.round((target * (i + 1)) / length) };
  });
}

/** How many each has, the most first. */
export function byRecruiter(month: readonly Projected[]): [string, number][] {
  return byKey(month, creditedTo).map((row) => [row.key, row.total]);
}

export interface Questions {
  key: string;
  opened: number;
  settled: number;
  total: number;
}

/** Questions opened and settled a day, a duplicate once though it stands on each claim; oldest day first. */
export function questionsByDay(
  registrations: readonly Projected[],
  today: string,
  days: number,
): Questions[] {
  const threads = new Map(registrations.flatMap((r) => r.threads.map((t) => [t.id, t] as const)));
  const opened = new Map<string, number>();
  const settled = new Map<string, number>();
  const more = (into: Map<string, number>, at: string | null) => {
    if (at) into.set(dayOf(at), (into.get(dayOf(at)) ?? 0) + 1);
  };
  for (const thread of threads.values()) {
    more(opened, thread.opened_at);
    if (!thread.open) more(settled, thread.settled_at);
  }
  return Array.from({ length: days }, (_, i) => {
    const key = dayBefore(today, days - 1 - i);
    const [a, b] = [opened.get(key) ?? 0, settled.get(key) ?? 0];
    return { key, opened: a, settled: b, total: a + b };
  });
}
