/**
 * What is typed is kept as it is typed: shortly after each burst of keys, when a field is left, and when the page
 * is about to go. "Kept" is said only after the strict write of the newest change has come back.
 */
import { useEffect, useMemo, useState } from "preact/hooks";
import { beforeLeaving } from "../../state/drafts";

const AFTER_KEYS_MS = 300;

export type Kept = "kept" | "typing" | "failed";

/** One write at a time, always of the newest. */
export class Writer<T extends { touched_at: string }> {
  kept: Kept = "kept";
  now: T;
  private readonly write: (now: T) => Promise<void>;
  private readonly tell: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> | null = null;

  constructor(now: T, write: (now: T) => Promise<void>, tell: () => void) {
    this.now = now;
    this.write = write;
    this.tell = tell;
  }

  change(part: Partial<T>): void {
    this.now = { ...this.now, ...part, touched_at: new Date().toISOString() };
    this.kept = "typing";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.keep(), AFTER_KEYS_MS);
    this.tell();
  }

  /** Writes at once; resolves when the newest change is durable, or has failed. */
  keep(): Promise<void> {
    clearTimeout(this.timer);
    if (this.kept === "kept") return Promise.resolve();
    this.writing ??= this.writeAll().finally(() => {
      this.writing = null;
    });
    return this.writing;
  }

  /** It has been said, or let go of: nothing more is written. */
  end(): void {
    clearTimeout(this.timer);
    this.kept = "kept";
  }

  private async writeAll(): Promise<void> {
    let written: T | null = null;
    try {
      while (written !== this.now) {
        const newest: T = this.now;
        await this.write(newest);
        written = newest;
      }
      this.kept = "kept";
    } catch {
      this.kept = "failed"; // said on the page; the next key tries again
    }
    this.tell();
  }
}

/** A writer for as long as this page is open, made once for an id; null where there is nothing to write. */
export function useWriter<T extends { touched_at: string }>(
  id: string,
  make: (tell: () => void) => Writer<T> | null,
): Writer<T> | null {
  const [, redraw] = useState(0);
  const writer = useMemo(() => make(() => redraw((count) => count + 1)), [id]);
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
  return writer;
}
