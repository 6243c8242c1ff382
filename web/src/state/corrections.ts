/** Corrections that are being typed: drafts about saved registrations (P150). */
import { type ReadonlySignal, signal } from "@preact/signals";
import { type Correction, typedIn } from "../domain/correction";
import { allCorrections, deleteCorrection, putCorrection } from "../store/corrections";
import { here, type Open, open } from "./memory";

const kept = signal<readonly Correction[]>([]);
/** The last touched first. */
export const corrections: ReadonlySignal<readonly Correction[]> = kept;

/** Resolves once it is durable; one that changes nothing is none. Throws StoreError. */
export async function keepCorrection(correction: Correction): Promise<void> {
  if (typedIn(correction).length === 0) return removeCorrection(correction.id);
  const { db, news } = here();
  await putCorrection(db, correction);
  news.tell({ drafts: true });
  if (open.value?.db !== db) return;
  kept.value = [correction, ...kept.value.filter(({ id }) => id !== correction.id)];
}

export async function removeCorrection(id: string): Promise<void> {
  if (!kept.value.some((correction) => correction.id === id)) return;
  const { db, news } = here();
  await deleteCorrection(db, id);
  news.tell({ drafts: true });
  dropCorrection(id);
}

/** It has been saved as an amend, or was let go of. */
export function dropCorrection(id: string): void {
  kept.value = kept.value.filter((correction) => correction.id !== id);
}

/** Reads somebody's; what it gives lays them before them. None where nobody is. */
export async function readCorrections(opened: Open | null): Promise<() => void> {
  const found = opened ? await allCorrections(opened.db) : [];
  return () => {
    kept.value = found;
  };
}
