/** Verdicts that were not taken, of which their author has read so: they ask for no eyes any more (M107). */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { readMeta, writeMeta } from "../store/meta";
import { here, open } from "./memory";

/** More than anybody leaves unread; an operation is forgotten after some weeks anyway. */
const MOST = 500;

const kept = signal<ReadonlySet<string> | null>(null);
/** By op; null until it is known, so that nothing shows up for a moment. */
export const noticed: ReadonlySignal<ReadonlySet<string> | null> = kept;

effect(() => {
  const opened = open.value;
  kept.value = null;
  if (!opened) return;
  void readMeta(opened.db, "noticed").then((found) => {
    if (open.value === opened) kept.value = new Set(found);
  });
});

/** Resolves once it is durable. Throws StoreError. */
export async function notice(op: string): Promise<void> {
  const { db } = here();
  const all = [...(kept.value ?? []), op].slice(-MOST);
  kept.value = new Set(all);
  await writeMeta(db, { noticed: all });
}
