/** One run at a time over all tabs and the service worker: a Web Lock per run, never for life (P71). */
import { readMeta } from "../store/meta";
import type { PersonDb } from "../store/open";

/** A holder that has got nothing done for so long is frozen or dead. */
const STEAL_AFTER_MS = 60_000;

/** Runs `work` alone in its lane, or answers "busy" while another run gets on. */
export async function alone<T>(
  db: PersonDb,
  now: number,
  work: () => Promise<T>,
  lane: "sync" | "photos" = "sync",
): Promise<T | "busy"> {
  const name = `perisai-${lane}-${db.account}`;
  const done = await navigator.locks.request(name, { ifAvailable: true }, (lock) =>
    lock ? work() : "busy",
  );
  if (done !== "busy") return done as T;
  const mark = await readMeta(db, lane);
  if (now - (mark?.beat ?? 0) < STEAL_AFTER_MS) return "busy";
  // The overtaken run may still be going: its fencing number, or the offset of an upload, keeps it harmless.
  return (await navigator.locks.request(name, { steal: true }, work)) as T;
}
