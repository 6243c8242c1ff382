/** What waits for an admin: registrations with open conflicts, and persons signed up twice. Pure. */
import { isConflict } from "../../domain/difference";
import type { Projected } from "../../domain/project";
import type { Thread } from "../../domain/types";
import type { Waiting } from "../../domain/waiting";
import type { Facets } from "./facets";
import { isDuplicate } from "./settlement";

export interface Duplicate {
  thread: Thread;
  /** First received first; a claim that this device does not hold is left out. */
  claims: Projected[];
}

const opened = (threads: readonly Thread[]): string =>
  threads.reduce((first, t) => (t.opened_at < first ? t.opened_at : first), "9");

export function openedAt(registration: Projected): string {
  return opened(registration.threads.filter(isConflict));
}

export function conflictFacets(registration: Projected): Facets {
  const kinds = registration.threads.filter(isConflict).map((thread) => thread.kind);
  return { kinds, clinics: [registration.clinic], since: openedAt(registration) };
}

export function duplicateFacets({ thread, claims }: Duplicate): Facets {
  const clinics = claims.map((claim) => claim.clinic);
  return { kinds: thread.alike ?? [], clinics, since: thread.opened_at };
}

export function heldFacets({ kind, clinic, received_at }: Waiting): Facets {
  return { kinds: [kind], clinics: clinic ? [clinic] : [], since: received_at };
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
