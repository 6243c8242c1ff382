/**
 * A draft is kept as it is typed: shortly after each burst of keys, when a field is left, and when the page is
 * about to go. "Kept" is said only after the strict write of the newest change has come back.
 */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Draft } from "../../domain/draft";
import { beforeLeaving, drafts, keepDraft } from "../../state/drafts";
import { today } from "../../state/registrations";
import { changed, type Patch } from "./form";

const AFTER_KEYS_MS = 300;

export type Kept = "kept" | "typing" | "failed";
export interface Keeper {
  draft: Draft;
  kept: Kept;
  /** Changes fields and what follows from them. */
  set: (patch: Patch) => void;
  /** Changes the draft beside its fields. */
  put: (part: Partial<Pick<Draft, "consent" | "step" | "clinic">>) => void;
  /** Writes at once; resolves when the newest change is durable. */
  keep: () => Promise<void>;
}

/** The keeper of one draft, or null where there is none of that id. */
export function useKeeper(id: string): Keeper | null {
  const [, redraw] = useState(0);
  const writer = useMemo(() => {
    const draft = drafts.peek().find((each) => each.id === id);
    return draft ? new Writer(draft, () => redraw((count) => count + 1)) : null;
  }, [id]);
  useEffect(() => {
    if (writer === null) return;
    const keep = () => void writer.keep();
    const hidden = () => document.visibilityState === "hidden" && keep();
    addEventListener("pagehide", keep);
    document.addEventListener("visibilitychange", hidden);
    const stay = beforeLeaving(() => writer.keep());
    return () => {
      stay();
      removeEventListener("pagehide", keep);
      document.removeEventListener("visibilitychange", hidden);
      keep();
    };
  }, [writer]);
  if (writer === null) return null;
  return {
    draft: writer.draft,
    kept: writer.kept,
    set: (patch) => writer.change({ fields: changed(writer.draft.fields, patch, today.peek()) }),
    put: (part) => writer.change(part),
    keep: () => writer.keep(),
  };
}

/** One write at a time, always of the newest draft. */
class Writer {
  draft: Draft;
  kept: Kept = "kept";
  private readonly tell: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> | null = null;

  constructor(draft: Draft, tell: () => void) {
    this.draft = draft;
    this.tell = tell;
  }

  change(part: Partial<Draft>): void {
    this.draft = { ...this.draft, ...part, touched_at: new Date().toISOString() };
    this.kept = "typing";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.keep(), AFTER_KEYS_MS);
    this.tell();
  }

  keep(): Promise<void> {
    clearTimeout(this.timer);
    if (this.kept === "kept") return Promise.resolve();
    this.writing ??= this.write().finally(() => {
      this.writing = null;
    });
    return this.writing;
  }

  private async write(): Promise<void> {
    let written: Draft | null = null;
    try {
      while (written !== this.draft) {
        const newest: Draft = this.draft;
        await keepDraft(newest);
        written = newest;
      }
      this.kept = "kept";
    } catch {
      this.kept = "failed"; // said in the bar; the next key tries again
    }
    this.tell();
  }
}
