/** What waits for an admin: registrations with open conflicts, and persons signed up twice. Pure. */
import { isConflict } from "../../domain/difference";
import type { Projected } from "../../domain/project";
import type { Thread, ThreadKind } from "../../domain/types";
import { isDuplicate } from "./settlement";

export interface Duplicate {
  thread: Thread;
  /** First received first; a claim that this device does not hold is left out. */
  claims: Projected[];
}

const opened = (threads: readonly Thread[]): string =>
  threads.reduce((first, t) => (t.opened_at < first ? t.opened_at : first), "9");

/** How long the oldest question of a registration has waited. */
export type Waited = "day" | "three" | "longer";
export interface InboxFilter {
  kind: ThreadKind | null;
  clinic: string | null;
  waited: Waited | null;
}
export const ALL: InboxFilter = { kind: null, clinic: null, waited: null };
const DAY_MS = 86_400_000;

export function openedAt(registration: Projected): string {
  return opened(registration.threads.filter(isConflict));
}

/** `now` in ms since 1970, by the server's clock as this device knows it. */
export function waitedOf(registration: Projected, now: number): Waited {
  const days = (now - Date.parse(openedAt(registration))) / DAY_MS;
  if (days > 3) return "longer";
  return days > 1 ? "three" : "day";
}

export function filtered(
  inbox: readonly Projected[],
  { kind, clinic, waited }: InboxFilter,
  now: number,
): Projected[] {
  return inbox.filter(
    (r) =>
      (kind === null || r.threads.some((thread) => isConflict(thread) && thread.kind === kind)) &&
      (clinic === null || r.clinic === clinic) &&
      (waited === null || waitedOf(r, now) === waited),
  );
}

/** Registrations with an open conflict, the longest waiting first. */
export function conflictsOf(registrations: ReadonlyMap<string, Projected>): Projected[] {
  return [...registrations.values()]
    .filter((r) => r.threads.some(isConflict))
    .sort((a, b) => (openedAt(a) < openedAt(b) ? -1 : 1));
}

/** Each open duplicate once, though its thread stands on every claim; the longest waiting first. */
export function duplicatesOf(registrations: ReadonlyMap<string, Projected>): Duplicate[] {
  const threads = new Map<string, Thread>();
  for (const registration of registrations.values()) {
    for (const thread of registration.threads.filter(({ kind }) => kind === "duplicate")) {
      const known = threads.get(thread.id);
      if (!known || known.moves < thread.moves) threads.set(thread.id, thread);
    }
  }
  return [...threads.values()]
    .filter(isDuplicate) // settled here on one claim, it is open on the others until the server has said so
    .sort((a, b) => (a.opened_at < b.opened_at ? -1 : 1))
    .map((thread) => ({
      thread,
      claims: (thread.claims ?? []).flatMap((id) => registrations.get(id) ?? []),
    }));
}
