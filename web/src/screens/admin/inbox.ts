/** What waits for an admin: registrations with open conflicts, and persons signed up twice. Pure. */
import { isConflict } from "../../domain/difference";
import type { Projected } from "../../domain/project";
import type { Thread } from "../../domain/types";
import { isDuplicate } from "./settlement";

export interface Duplicate {
  thread: Thread;
  /** First received first; a claim that this device does not hold is left out. */
  claims: Projected[];
}

const opened = (threads: readonly Thread[]): string =>
  threads.reduce((first, t) => (t.opened_at < first ? t.opened_at : first), "9");

/** Registrations with an open conflict, the longest waiting first. */
export function conflictsOf(registrations: ReadonlyMap<string, Projected>): Projected[] {
  return [...registrations.values()]
    .filter((r) => r.threads.some(isConflict))
    .sort((a, b) =>
      opened(a.threads.filter(isConflict)) < opened(b.threads.filter(isConflict)) ? -1 : 1,
    );
}

/** Each open duplicate once, though its thread stands on every claim; the longest waiting first. */
export function duplicatesOf(registrations: ReadonlyMap<string, Projected>): Duplicate[] {
  const threads = new Map<string, Thread>();
  for (const registration of registrations.values()) {
    for (const thread of registration.threads.filter(isDuplicate)) {
      const known = threads.get(thread.id);
      if (!known || known.moves < thread.moves) threads.set(thread.id, thread);
    }
  }
  return [...threads.values()]
    .sort((a, b) => (a.opened_at < b.opened_at ? -1 : 1))
    .map((thread) => ({
      thread,
      claims: (thread.claims ?? []).flatMap((id) => registrations.get(id) ?? []),
    }));
}
