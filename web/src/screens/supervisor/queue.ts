/** The supervisor's queue: which registrations wait for a verdict, how long, and which to show. Pure. */
import { localDay } from "../../domain/format";
import type { Projected } from "../../domain/project";
import type { Check } from "../../domain/types";

export type Show = "all" | "pass" | "look";
export interface QueueFilter {
  show: Show;
  clinic: string | null;
  recruiter: string | null;
  order: "oldest" | "newest";
  search: string;
}
/** `again`: a verdict of mine was not taken, so it comes first, whatever its age. */
export type Age = "again" | "longer" | "three" | "two" | "yesterday" | "today";
export interface Group {
  age: Age;
  items: Projected[];
}

export const NO_FILTER: QueueFilter = {
  show: "all",
  clinic: null,
  recruiter: null,
  order: "oldest",
  search: "",
};
const AGES: readonly Age[] = ["again", "longer", "three", "two", "yesterday", "today"];
const DAY_MS = 86_400_000;

export function checksOf(registration: Projected): Check[] {
  return registration.entry?.checks ?? [];
}

/** A question that only an admin can answer: no verdict is taken while one is open. */
export function isBeingSettled(registration: Projected): boolean {
  return registration.threads.some((thread) => thread.open);
}

export function passesAll(registration: Projected): boolean {
  const checks = checksOf(registration);
  return checks.length > 0 && checks.every((check) => check.ok) && !isBeingSettled(registration);
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

function isShown(registration: Projected, filter: QueueFilter): boolean {
  return (
    (filter.show === "all" || passesAll(registration) === (filter.show === "pass")) &&
    (filter.clinic === null || registration.clinic === filter.clinic) &&
    (filter.recruiter === null || registration.recruiter === filter.recruiter) &&
    matches(registration, filter.search)
  );
}

/** The queue by age, filtered and sorted; groups without anybody are left out. */
export function queueGroups(
  waiting: readonly Projected[],
  filter: QueueFilter,
  today: string,
): Group[] {
  const direction = filter.order === "oldest" ? 1 : -1;
  const shown = waiting
    .filter((registration) => isShown(registration, filter))
    .sort((a, b) => {
      const [left, right] = [waitingSince(a), waitingSince(b)];
      return left === right ? a.id.localeCompare(b.id) : direction * (left < right ? -1 : 1);
    });
  const ages = filter.order === "oldest" ? AGES : ["again" as const, ...AGES.slice(1).reverse()];
  return ages
    .map((age) => ({ age, items: shown.filter((r) => ageOf(r, today) === age) }))
    .filter((group) => group.items.length > 0);
}
