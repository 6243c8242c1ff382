/** Drafts: typed, not yet consented, never leaving the phone. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Draft, FlatFields } from "../domain/draft";
import { uuid7 } from "../domain/ids";
import { NOTICE } from "../domain/notice";
import { sameValue } from "../domain/same";
import { allDrafts, deleteDraft, putDraft } from "../store/drafts";
import { readCorrections } from "./corrections";
import { chance, here, iso, type Open, open } from "./memory";

export { beforeLeaving } from "./memory";

const kept = signal<Draft[]>([]);
/** The last touched first. */
export const drafts: ReadonlySignal<Draft[]> = kept;

/** A new draft, already durable. Throws StoreError. */
export async function newDraft(fields: Partial<FlatFields> = {}): Promise<Draft> {
  const now = Date.now();
  const draft: Draft = {
    id: uuid7(now, chance),
    clinic: here().me.clinics[0]?.id ?? "",
    step: 1,
    fields,
    consent: null,
    created_at: iso(now),
    touched_at: iso(now),
  };
  await keepDraft(draft);
  return draft;
}

/** Resolves once the draft is durable. Throws StoreError. */
export async function keepDraft(draft: Draft): Promise<void> {
  const { db, news } = here();
  const whole = stamped(draft);
  if (!(await putDraft(db, whole))) return;
  news.tell({ drafts: true });
  if (open.value?.db !== db) return;
  kept.value = [whole, ...kept.value.filter(({ id }) => id !== draft.id)];
}

export async function removeDraft(id: string): Promise<void> {
  const { db, news } = here();
  await deleteDraft(db, id);
  news.tell({ drafts: true });
  dropDraft(id);
}

/**
 * The draft with what was agreed to and when: the moment of this signature's first keeping, and the notice
 * that this version of the app shows.
 */
export function stamped(draft: Draft): Draft {
  const { consent } = draft;
  if (consent === null || consent.strokes.length === 0) return draft;
  const before = kept.value.find(({ id }) => id === draft.id)?.consent;
  const same = before?.method === consent.method && sameValue(before.strokes, consent.strokes);
  const given = (same && before.given) || {
    given_at: iso(Date.now()),
    notice_version: NOTICE.version,
    notice_hash: NOTICE.hash,
  };
  return { ...draft, consent: { ...consent, given } };
}

/** It has become a registration, or was removed. */
export function dropDraft(id: string): void {
  kept.value = kept.value.filter((draft) => draft.id !== id);
}

/** Reads the drafts and corrections of the person who is here; none where nobody is. */
export async function loadDrafts(): Promise<void> {
  const opened = open.value ?? null;
  const show = await readDrafts(opened);
  if (open.value === opened) show();
}

/** Reads somebody's drafts and corrections; what it gives lays them before them. */
export async function readDrafts(opened: Open | null): Promise<() => void> {
  const [found, showCorrections] = await Promise.all([
    opened ? allDrafts(opened.db) : [],
    readCorrections(opened),
  ]);
  return () => {
    kept.value = found;
    showCorrections();
  };
}
