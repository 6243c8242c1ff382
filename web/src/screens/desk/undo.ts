/** The last deed of this desk that can still be undone: ten seconds, then it stands. */
import { signal } from "@preact/signals";

export const UNDO_MS = 10_000;

interface Undoable {
  /** The registrations that the deed was about. */
  of: readonly string[];
  deed: string;
  undo: () => Promise<unknown>;
}

export const undoable = signal<Undoable | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Offer to undo a deed; a newer deed takes the place of an older one. */
export function offerUndo(offered: Undoable): void {
  clearTimeout(timer);
  undoable.value = offered;
  timer = setTimeout(() => {
    undoable.value = null;
  }, UNDO_MS);
}

export function undoLast(): void {
  const last = undoable.value;
  clearTimeout(timer);
  undoable.value = null;
  void last?.undo();
}
