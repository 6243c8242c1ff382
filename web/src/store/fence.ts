/** The sync run that may write: each begins with a number of its own, and an overtaken one writes nothing. */
import { Fenced } from "./errors";
import { FIRST_MARK, getMeta } from "./meta";
import type { PersonDb } from "./open";
import type { SyncMark } from "./schema";

/** Begins a run; the answer's `fence` is its number. */
export function beginRun(db: PersonDb, now: number): Promise<SyncMark> {
  return db.write(["meta"], "relaxed", async (tx) => {
    const meta = tx.objectStore("meta");
    const known = await getMeta(meta, "sync"); // an older app's lacks what came later
    const mark: SyncMark = { ...FIRST_MARK, ...known };
    const begun: SyncMark = { ...mark, fence: mark.fence + 1, beat: now };
    await meta.put(begun, "sync");
    return begun;
  });
}

/** Changes the mark of a run. Throws Fenced when another one has begun. */
export function noteRun(db: PersonDb, fence: number, patch: Partial<SyncMark>): Promise<SyncMark> {
  return db.write(["meta"], "relaxed", async (tx) => {
    const meta = tx.objectStore("meta");
    const noted = { ...fenced(await getMeta(meta, "sync"), fence), ...patch };
    await meta.put(noted, "sync");
    return noted;
  });
}

/** The mark, if the run of this number still is the one. */
export function fenced(mark: SyncMark | undefined, fence: number): SyncMark {
  if (mark?.fence !== fence) throw new Fenced();
  return mark;
}

/** What the network has cost this month, with `bytes` more. */
export function withTraffic(mark: SyncMark, bytes: number, now: number): SyncMark {
  const month = new Date(now).toISOString().slice(0, 7);
  return { ...mark, month, month_bytes: (mark.month === month ? mark.month_bytes : 0) + bytes };
}

export function addTraffic(db: PersonDb, bytes: number, now: number): Promise<void> {
  return db.write(["meta"], "relaxed", async (tx) => {
    const meta = tx.objectStore("meta");
    const mark = (await getMeta(meta, "sync")) ?? FIRST_MARK;
    await meta.put(withTraffic(mark, bytes, now), "sync");
  });
}

/** Changes the mark outside any run. */
export function patchMark(db: PersonDb, patch: Partial<SyncMark>): Promise<void> {
  return db.write(["meta"], "relaxed", async (tx) => {
    const meta = tx.objectStore("meta");
    await meta.put({ ...((await getMeta(meta, "sync")) ?? FIRST_MARK), ...patch }, "sync");
  });
}
