/** The supervisor's queue: which registrations wait for a verdict, how long, and which to show. Pure. */
import { localDay } from "../../domain/format";
import { type Marks, othersOf } from "../../domain/patterns";
import type { Projected } from "../../domain/project";
import type { Check } from "../../domain/types";

export type Show = "all" | "pass" | "look";
export interface QueueFilter {
  show: Show;
  clinic: string | null;
  recruiter: string | null;
  age: Age | null;
  /** The code of a check that does not pass. */
  failed: string | null;
  order: "oldest" | "newest";
  search: string;
}
/** `again`: a verdict of mine was not taken, so it comes first, whatever its age. `admin`: nothing to approve before an admin has chosen. */
export type Age = "again" | "longer" | "three" | "two" | "yesterday" | "today" | "admin";
/** One that waits, with what a list and a filter ask of it, found once. */
export interface Queued {
  registration: Projected;
  age: Age;
  /** Whole calendar days. */
  days: number;
  checks: readonly Check[];
  passes: boolean;
}
export interface Group {
  age: Age;
  items: Queued[];
}

export const NO_FILTER: QueueFilter = {
  show: "all",
  clinic: null,
  recruiter: null,
  age: null,
  failed: null,
  order: "oldest",
  search: "",
};
const BY_AGE: readonly Age[] = ["longer", "three", "two", "yesterday", "today"];
const DAY_MS = 86_400_000;

/** The server's checks, and the desk's own marks as checks that do not pass (M102). */
export function checksOf(registration: Projected, marks: Marks): Check[] {
  const checks = registration.entry?.checks ?? [];
  if (checks.length === 0) return [];
  const found = marks.get(registration.id) ?? [];
  if (found.length === 0) return [...checks, { code: "patterns", ok: true, detail: null }];
  const marked = found.map((pattern) => ({
    code: pattern.kind,
    ok: false,
    detail: { people: pattern.people, others: othersOf(pattern, registration) },
  }));
  return [...checks, ...marked];
}

/** A question that only an admin can answer: no verdict is taken while one is open. */
export function isBeingSettled(registration: Projected): boolean {
  return registration.threads.some((thread) => thread.open);
}

/** M103: there are checks, all pass, nothing is marked or open, and no verdict of mine was turned down. */
export function passesAll(registration: Projected, marks: Marks): boolean {
  return (
    (registration.entry?.checks ?? []).length > 0 &&
    (registration.entry?.checks ?? []).every((check) => check.ok) &&
    !marks.has(registration.id) &&
    !isBeingSettled(registration) &&
    registration.stale === null
  );
}

/** When the server received it; the phone's clock is never used for an age. */
export function waitingSince(registration: Projected): string {
  return registration.entry?.received_at ?? registration.captured_at;
}

/** The calendar day of an instant where this device is, "2026-11-20". */
export function dayOf(instant: string): string {
  return localDay(new Date(instant));
}

/** Whole calendar days between the day something was received and today; never negative. */
export function daysWaiting(registration: Projected, today: string): number {
  const since = Date.parse(`${dayOf(waitingSince(registration))}T00:00:00Z`);
  return Math.max(0, Math.round((Date.parse(`${today}T00:00:00Z`) - since) / DAY_MS));
}

export function ageOf(registration: Projected, today: string): Age {
  if (registration.stale) return "again";
  const days = daysWaiting(registration, today);
  if (days > 3) return "longer";
  return (["today", "yesterday", "two", "three"] as const)[days] ?? "longer";
}

/** Everything that waits for a verdict, whatever the filters say. */
export function waitingForReview(registrations: Iterable<Projected>): Projected[] {
  return [...registrations].filter((registration) => registration.status === "submitted");
}

/** M107: a verdict of mine was not taken here, and I have not said that I read so; `noticed` is by op. */
export function isUnread({ stale }: Projected, noticed: ReadonlySet<string> | null): boolean {
  return stale !== null && noticed !== null && !noticed.has(stale.op);
}

/** What asks for a supervisor's eyes: what waits, and what was decided by others against their word. */
export function asksForEyes(
  registrations: Iterable<Projected>,
  noticed: ReadonlySet<string> | null,
): Projected[] {
  return [...registrations].filter((one) => one.status === "submitted" || isUnread(one, noticed));
}

export function matches(registration: Projected, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  if (!wanted) return true;
  const digits = wanted.replace(/\D/g, "");
  const { name, identity } = registration.units;
  return (
    name.full_name.toLowerCase().includes(wanted) ||
    (digits.length > 2 && identity.nik.includes(digits))
  );
}

/** Where in the queue: what a supervisor cannot approve stands behind what they can. */
function placeOf(registration: Projected, today: string): Age {
  const age = ageOf(registration, today);
  return age !== "again" && isBeingSettled(registration) ? "admin" : age;
}

/** Everything that asks for eyes, as lists and filters want it. */
export function queueOf(asking: Iterable<Projected>, marks: Marks, today: string): Queued[] {
  return [...asking].map((registration) => ({
    registration,
    age: placeOf(registration, today),
    days: daysWaiting(registration, today),
    checks: checksOf(registration, marks),
    passes: passesAll(registration, marks),
  }));
}

function isShown({ registration, age, checks, passes }: Queued, filter: QueueFilter): boolean {
  const { show, clinic, recruiter, failed } = filter;
  return (
    (show === "all" || passes === (show === "pass")) &&
    (clinic === null || registration.clinic === clinic) &&
    (recruiter === null || registration.recruiter === recruiter) &&
    (filter.age === null || age === filter.age) &&
    (failed === null || checks.some((check) => !check.ok && check.code === failed)) &&
    matches(registration, filter.search)
  );
}

/** The queue by age, filtered and sorted; groups without anybody are left out. */
export function queueGroups(queue: readonly Queued[], filter: QueueFilter): Group[] {
  const direction = filter.order === "oldest" ? 1 : -1;
  const shown = queue
    .filter((item) => isShown(item, filter))
    .sort((a, b) => {
      const [left, right] = [waitingSince(a.registration), waitingSince(b.registration)];
      if (left !== right) return direction * (left < right ? -1 : 1);
      return a.registration.id < b.registration.id ? -1 : 1;
    });
  const ages = filter.order === "oldest" ? BY_AGE : BY_AGE.toReversed();
  const byAge = Map.groupBy(shown, (item) => item.age);
  return (["again", ...ages, "admin"] as const).flatMap((age) => {
    const items = byAge.get(age);
    return items ? [{ age, items }] : [];
  });
}

/** Only the rows from a place on, `size` of them: a list of thousands is drawn a page at a time. */
export function pageOf(groups: readonly Group[], from: number, size: number): Group[] {
  let at = 0;
  return groups.flatMap(({ age, items }) => {
    const start = Math.max(0, from - at);
    const cut = items.slice(start, Math.max(0, from + size - at));
    at += items.length;
    return cut.length > 0 ? [{ age, items: cut }] : [];
  });
}
