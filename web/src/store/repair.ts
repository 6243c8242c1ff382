/**
 * Telling whether the replica is what the server holds, and what to do when it is not: its buckets are asked
 * for once, then everything once, then it is said and left alone for a day (P57 to P59).
 */
import { Tally, type Weight, weigh } from "../domain/tally";
import type { SyncAnswer } from "../domain/types";
import type { Answering } from "./page";
import type { KeptTally, SyncMark } from "./schema";

const DAY_MS = 86_400_000;

type Feed = NonNullable<SyncAnswer["feed"]>;
type Check = NonNullable<Feed["check"]>;

/** What the live entries of a page add to the tally. */
export async function weighed(feed: Feed | null): Promise<Map<string, Weight>> {
  const live = feed?.entries.filter(({ flag }) => flag === "live") ?? [];
  const weights = await Promise.all(live.map(({ registration, seq }) => weigh(registration, seq)));
  return new Map(weights.map((weight, i) => [live[i]?.registration ?? "", weight]));
}

interface Compared {
  mark: SyncMark;
  tally: KeptTally;
}

/** The mark after a page, and the tally as it is to be kept; `recounted` is when all were last looked at. */
export function compare(work: Answering, mark: SyncMark, recounted: number): Compared {
  const { answer, now } = work.taking;
  const check = answer.feed?.check ?? null;
  const running = { ...work.tally.stored(), recounted };
  const begun = answer.feed?.reset === "repair" ? { ...mark, mending: "reset" as const } : mark;
  if (check === null) return { mark: begun, tally: running };
  const lasting = now < recounted + DAY_MS && (failedLately(mark, now) || same(work.tally, check));
  if (lasting && liveRows(work, mark) === work.tally.count) {
    return { mark: mended(begun, same(work.tally, check), now), tally: running };
  }
  const tally = recount(work);
  return {
    mark: mended(begun, same(tally, check), now),
    tally: { ...tally.stored(), recounted: now },
  };
}

function same(tally: Tally, check: Check): boolean {
  return tally.count === check.count && tally.digest === check.digest;
}

/** What is there, whatever the running tally knows of it. */
function liveRows({ directory }: Answering, mark: SyncMark): number {
  return directory.places.size - mark.left.length;
}

/** Looks at every place: when the running tally and the pages may have parted, and once a day. */
function recount({ directory }: Answering): Tally {
  const tally = new Tally();
  for (const { left, weight } of directory.places.values()) if (!left) tally.add(weight);
  return tally;
}

function failedLately({ repair, mending }: SyncMark, now: number): boolean {
  const failed = mending === "none" && repair?.how === "failed";
  return failed && now < Date.parse(repair.at) + DAY_MS;
}

/** The next step of mending: nothing → buckets → everything → left alone. */
function mended(mark: SyncMark, agrees: boolean, now: number): SyncMark {
  const at = new Date(now).toISOString();
  const { mending, repair } = mark;
  if (mending === "none") {
    if (agrees) return repair?.how === "failed" ? { ...mark, repair: null } : mark;
    return failedLately(mark, now) ? mark : { ...mark, mending: "buckets" };
  }
  if (agrees) return { ...mark, mending: "none", repair: { how: mending, at } };
  if (mending === "buckets") return { ...mark, mending: "reset", cursor: null };
  return { ...mark, mending: "none", repair: { how: "failed", at } };
}
