/**
 * Taking in an answer of the server: receipts, the page of the feed, and the overlay that the page makes
 * needless, in one transaction, so that nothing a person sees ever flickers back (P55).
 *
 * Nothing here deletes an operation but the backup horizon, from a server whose chain is the phone's (P32, P74,
 * P109).
 */
import type { Bytes } from "../crypto/keyring";
import { GENESIS } from "../domain/chain";
import { receiptOf } from "../domain/custody";
import { waits } from "../domain/status";
import { Tally } from "../domain/tally";
import type { Receipt, SyncAnswer } from "../domain/types";
import { sealBody } from "./bodies";
import { FIRST_PAGING, keepDirectory } from "./directory";
import { fenced, withTraffic } from "./fence";
import { type Change, loadSome } from "./load";
import { getMeta, readMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import { recheckAfter, rowsOf } from "./outbox";
import {
  type Answering,
  applyPage,
  openAnswer,
  type StoredChange,
  type Stores,
  writePage,
} from "./page";
import { compare, weighed } from "./repair";
import type { StoredRow, SyncMark } from "./schema";
import { openRow, openRows, receipted, sealDetails } from "./sealing";
import { dropHoldings, emptyRows, erasedBy, prepareEmptied } from "./shredding";

const DAY_MS = 86_400_000;
/** How long a covered operation is kept: behind a backup horizon, and where there is none. */
const KEPT_MS = { behind: 7 * DAY_MS, without: 30 * DAY_MS };
/** As many are kept at most for a horizon that no longer moves. */
const MOST_BEYOND = 5000;

export interface Taking {
  fence: number;
  /** The rows whose fate this answer tells: pushed now, or waiting and asked about. */
  asked: readonly StoredRow[];
  /** The cursor that was sent; null asked for everything from nothing. */
  cursor: string | null;
  answer: SyncAnswer;
  /** Milliseconds. */
  now: number;
  /** Bytes up and down. */
  traffic: number;
}

export interface Taken {
  /** For the screens of whoever is here; empty for a locked person, whose rows cannot be read. */
  change: Change;
  /** The operations whose fate has changed. */
  moved: ReadonlySet<number>;
  mark: SyncMark;
  /** Registrations that were erased: their drafts and photos are gone as well. */
  erased: readonly string[];
}

/** Resolves when it is stored. Throws Fenced when another run has begun. */
export async function takeAnswer(db: PersonDb, taking: Taking): Promise<Taken> {
  const { answer } = taking;
  const erased = erasedBy(answer.feed);
  const [emptied, weights, body, details, chains] = await Promise.all([
    prepareEmptied(db, erased, taking),
    weighed(answer.feed),
    sealedPage(db, answer.feed),
    sealDetails(db, answer.receipts.exceptions),
    db.locked ? null : chainsOf(db, answer.receipts.through),
  ]);
  const stores: Stores = ["outbox", "pages", "bodies", "meta"];
  if (erased.length > 0) stores.push("drafts", "corrections", "photos", "photo_bytes");
  const written = await db.write(stores, "relaxed", async (tx) => {
    const meta = tx.objectStore("meta");
    const kept = await getMeta(meta, "tally");
    const work = await openAnswer(db, tx, taking, { weights, tally: new Tally(kept) });
    const mark = fenced(await getMeta(meta, "sync"), taking.fence);
    const chain_ok = chains === null ? mark.chain_ok : chainHolds(taking, chains);
    await settle(work, { taking, details, trust: trustOf(mark, chain_ok, taking) });
    const reading = readingOf(db, mark, answer);
    const rechecked = db.locked ? mark.recheck : await recheck(work, mark);
    let next = { ...contacted(mark, taking), chain_ok, reading, recheck: rechecked };
    if (answer.feed) {
      next = await applyPage(work, next, answer.feed);
      const checked = compare(work, next, kept?.recounted ?? 0);
      next = checked.mark;
      writePage(work, body);
      fire(meta.put(checked.tally, "tally"));
      if (chain_ok) await release(work, taking);
      await dropHoldings(tx, erased);
    }
    await emptyRows(work, emptied);
    for (const [n, row] of work.change.rows) {
      fire(row ? work.outbox.put(row) : work.outbox.delete(n));
    }
    fire(meta.put(next, "sync"));
    return { change: work.change, kept: work.kept, mark: next, directory: work.directory };
  });
  keepDirectory(db, written.directory);
  const { change, kept, mark } = written;
  const moved = new Set(change.rows.keys());
  return { change: await readable(db, change, kept), moved, mark, erased };
}

/** The page's number is this run's alone: whoever began another is told so by its fence. */
async function sealedPage(db: PersonDb, feed: SyncAnswer["feed"]): Promise<Bytes | null> {
  const live = feed?.entries.filter((entry) => entry.flag === "live") ?? [];
  if (live.length === 0) return null;
  const { next } = (await readMeta(db, "pages")) ?? FIRST_PAGING;
  return sealBody(db, next, live);
}

async function readable(
  db: PersonDb,
  { entries, rows }: StoredChange,
  kept: ReadonlySet<string>,
): Promise<Change> {
  if (db.locked) return { entries: new Map(), rows: new Map() };
  const there = [...rows.values()].filter((row) => row !== null);
  const opened = new Map((await openRows(db, there)).map((row) => [row.n, row]));
  const left = kept.size > 0 ? (await loadSome(db, [...kept], [])).entries : [];
  for (const [id, row] of left) entries.set(id, row);
  return { entries, rows: new Map([...rows.keys()].map((n) => [n, opened.get(n) ?? null])) };
}

interface Chains {
  head: { n: number; chain: string };
  /** The phone's h at the server's high-water mark; null where the phone does not go back so far. */
  through: string | null;
}

/** What no later save changes: h at a number stays what it is. */
async function chainsOf(db: PersonDb, through: number): Promise<Chains> {
  const row = await db.read(["outbox"], (tx) => tx.objectStore("outbox").get(through));
  const head = (await readMeta(db, "head")) ?? { n: 0, chain: GENESIS };
  return { head, through: row ? (await openRow(db, row)).chain : null };
}

/** P32: whether the phone's h at the server's high-water mark is the server's, as far as the phone goes back. */
function chainHolds({ answer }: Taking, { head, through: own }: Chains): boolean {
  const { through, chain, chain_matches } = answer.receipts;
  if (!chain_matches || through > head.n) return false;
  if (through === 0) return chain === GENESIS;
  if (through === head.n) return chain === head.chain;
  return own === null || own === chain;
}

/** How far the answer can be believed about numbers that it does not list. */
interface Trust {
  /** It has nothing of what is kept beyond this number, or may not have it. */
  through: number;
  /** A number that was only asked about, and is not listed, was applied (P41). */
  unlisted: boolean;
}

/** Once the chains have parted the server may have given up numbers that only this phone has (P32, P48). */
function trustOf({ chain_ok }: SyncMark, holds: boolean, { answer }: Taking): Trust {
  const parted = chain_ok && !holds;
  return { through: parted ? 0 : answer.receipts.through, unlisted: holds };
}

interface Settling {
  taking: Taking;
  /** The words of the receipts by number, under the key. */
  details: ReadonlyMap<number, Bytes>;
  trust: Trust;
}

/** Receipts; and what the server does not have, or no longer, goes back into the queue (P35). */
async function settle(
  { outbox, change }: Answering,
  { taking: { asked, answer }, details, trust }: Settling,
): Promise<void> {
  const told = answer.receipts;
  for (const row of asked) {
    const doubtful = row.receipt !== null && !trust.unlisted && !isListed(row, told.exceptions);
    const receipt = doubtful ? null : receiptOf(row, told);
    if (receipt) {
      // With its receipt, an operation that was written anew needs its old row no more (P105).
      if (row.renewed !== undefined) change.rows.set(row.renewed, null);
      change.rows.set(row.n, received(row, receipt, details.get(row.n)));
    } else if (row.state !== "queued") change.rows.set(row.n, requeued(row));
  }
  const byState = outbox.index("state");
  const beyond = await Promise.all([
    byState.getAll(rowsOf("receipted", trust.through + 1)),
    byState.getAll(rowsOf("covered", trust.through + 1)),
  ]);
  for (const row of beyond.flat()) {
    const early = row.receipt !== null && waits(row.receipt); // beyond a gap: told by its own receipt
    if (!early && !change.rows.has(row.n)) change.rows.set(row.n, requeued(row));
  }
}

function isListed({ n }: StoredRow, exceptions: readonly Receipt[]): boolean {
  return exceptions.some((receipt) => receipt.n === n);
}

/** A row with its newest receipt. One that was covered stays so, unless a restored server holds it again (P114). */
function received(
  { renewed: _, covered_at, ...row }: StoredRow,
  receipt: Receipt,
  detail: Bytes | undefined,
): StoredRow {
  const told = receipted(row, receipt, detail);
  if (covered_at === undefined || waits(receipt)) return told;
  return { ...told, state: receipt.result === "stale" ? "receipted" : "covered", covered_at };
}

/** Where asking anew goes on; a reset that a restore has caused begins it (P114). */
async function recheck({ outbox, taking }: Answering, mark: SyncMark): Promise<number | null> {
  if (taking.answer.feed?.reset === "epoch") {
    const byState = outbox.index("state");
    const kept = [rowsOf("receipted"), rowsOf("covered")].map((rows) => byState.count(rows));
    return (await Promise.all(kept)).some((count) => count > 0) ? 0 : null;
  }
  const asked = taking.asked.filter(({ receipt }) => receipt !== null);
  return mark.recheck === null ? null : recheckAfter(asked);
}

/** What the server does not have, or not for certain. */
export function requeued({ covered_at: _, ...row }: StoredRow): StoredRow {
  return { ...row, state: "queued", receipt: null };
}

/** A locked person's phone speaks as a device: that is no word about their session, but that it has ended is. */
function readingOf({ locked }: PersonDb, mark: SyncMark, { reading }: SyncAnswer) {
  return locked && reading !== "device_ended" ? mark.reading : reading;
}

function contacted(mark: SyncMark, { answer, now, traffic }: Taking): SyncMark {
  return {
    ...withTraffic(mark, traffic, now),
    beat: now,
    contact_at: new Date(now).toISOString(),
    incarnation: answer.incarnation ?? mark.incarnation,
    recall: mark.recall || answer.feed?.reset === "epoch",
    skew_ms: answer.skew_ms,
  };
}

/**
 * P109. Rows that this answer has changed are as it left them, whatever the index says of them before. The horizon
 * is the present identity's: what was said under an earlier one (n < 0) goes by age alone.
 */
async function release({ outbox, change }: Answering, { answer, now }: Taking): Promise<void> {
  const kept = answer.receipts.kept_through ?? null;
  const covered = async (age: number) => {
    const old = IDBKeyRange.upperBound(new Date(now - age).toISOString());
    const keys = await outbox.index("covered_at").getAllKeys(old);
    return keys.filter((n) => change.rows.get(n)?.covered_at !== undefined || !change.rows.has(n));
  };
  const aged = await covered(KEPT_MS.without);
  const gone = aged.filter((n) => n < 0 || kept === null);
  if (kept !== null) {
    const own = (await covered(KEPT_MS.behind)).filter((n) => n > 0);
    const beyond = own.filter((n) => n > kept);
    const most = beyond.slice(0, Math.max(0, beyond.length - MOST_BEYOND));
    gone.push(...own.filter((n) => n <= kept), ...most);
  }
  for (const n of gone) change.rows.set(n, null);
}
