/**
 * Taking in an answer of the server: receipts, the page of the feed, and the overlay that the page makes
 * needless, in one transaction, so that nothing a person sees ever flickers back (P55).
 *
 * Nothing here deletes an operation but its age: 30 days after the feed held it, from a server whose chain is
 * the phone's (P32, P70, P74).
 */
import type { Bytes } from "../crypto/keyring";
import { GENESIS } from "../domain/chain";
import { receiptOf } from "../domain/custody";
import { waits } from "../domain/status";
import { Tally } from "../domain/tally";
import type { SyncAnswer } from "../domain/types";
import { sealBody } from "./bodies";
import { FIRST_PAGING, keepDirectory } from "./directory";
import { fenced } from "./fence";
import type { Change } from "./load";
import { getMeta, readMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import { rowsOf } from "./outbox";
import { type Answering, applyPage, openAnswer, type StoredChange, writePage } from "./page";
import { compare, weighed } from "./repair";
import type { StoredRow, SyncMark } from "./schema";
import { openRow, openRows, receipted, sealDetails } from "./sealing";

const KEPT_MS = 30 * 86_400_000;

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
}

/** Resolves when it is stored. Throws Fenced when another run has begun. */
export async function takeAnswer(db: PersonDb, taking: Taking): Promise<Taken> {
  const { answer } = taking;
  const [weights, body, details, chains] = await Promise.all([
    weighed(answer.feed),
    sealedPage(db, answer.feed),
    sealDetails(db, answer.receipts.exceptions),
    db.locked ? null : chainsOf(db, answer.receipts.through),
  ]);
  const written = await db.write(["outbox", "pages", "bodies", "meta"], "relaxed", async (tx) => {
    const meta = tx.objectStore("meta");
    const kept = await getMeta(meta, "tally");
    const work = await openAnswer(db, tx, taking, { weights, tally: new Tally(kept) });
    const mark = fenced(await getMeta(meta, "sync"), taking.fence);
    const chain_ok = chains === null ? mark.chain_ok : chainHolds(taking, chains);
    await settle(work, taking, details);
    let next = { ...contacted(mark, taking), chain_ok, reading: readingOf(db, mark, answer) };
    if (answer.feed) {
      next = await applyPage(work, next, answer.feed);
      const checked = compare(work, next, kept?.recounted ?? 0);
      next = checked.mark;
      writePage(work, body);
      fire(meta.put(checked.tally, "tally"));
      if (chain_ok) await release(work, taking.now);
    }
    for (const [n, row] of work.change.rows) {
      fire(row ? work.outbox.put(row) : work.outbox.delete(n));
    }
    fire(meta.put(next, "sync"));
    return { change: work.change, mark: next, directory: work.directory };
  });
  keepDirectory(db, written.directory);
  const { change, mark } = written;
  return { change: await readable(db, change), moved: new Set(change.rows.keys()), mark };
}

/** The page's number is this run's alone: whoever began another is told so by its fence. */
async function sealedPage(db: PersonDb, feed: SyncAnswer["feed"]): Promise<Bytes | null> {
  const live = feed?.entries.filter((entry) => entry.flag === "live") ?? [];
  if (live.length === 0) return null;
  const { next } = (await readMeta(db, "pages")) ?? FIRST_PAGING;
  return sealBody(db, next, live);
}

async function readable(db: PersonDb, { entries, rows }: StoredChange): Promise<Change> {
  if (db.locked) return { entries: new Map(), rows: new Map() };
  const there = [...rows.values()].filter((row) => row !== null);
  const opened = new Map((await openRows(db, there)).map((row) => [row.n, row]));
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

/** Receipts; and what a server restored from an older backup no longer has goes back into the queue. */
async function settle(
  { outbox, change }: Answering,
  { asked, answer }: Taking,
  details: ReadonlyMap<number, Bytes>,
): Promise<void> {
  const told = answer.receipts;
  for (const row of asked) {
    const receipt = receiptOf(row, told);
    if (receipt) {
      change.rows.set(row.n, receipted(row, receipt, details.get(row.n)));
      // With its receipt, an operation that was written anew needs its old row no more (P105).
      if (row.renewed !== undefined) change.rows.set(row.renewed, null);
    } else if (row.state !== "queued") change.rows.set(row.n, requeued(row));
  }
  const byState = outbox.index("state");
  const beyond = await Promise.all([
    byState.getAll(rowsOf("receipted", told.through + 1)),
    byState.getAll(rowsOf("covered", told.through + 1)),
  ]);
  for (const row of beyond.flat()) {
    const early = row.receipt !== null && waits(row.receipt); // beyond a gap: told by its own receipt
    if (!early && !change.rows.has(row.n)) change.rows.set(row.n, requeued(row));
  }
}

function requeued({ covered_at: _, ...row }: StoredRow): StoredRow {
  return { ...row, state: "queued", receipt: null };
}

/** A locked person's phone speaks as a device: that is no word about their session, but that it has ended is. */
function readingOf({ locked }: PersonDb, mark: SyncMark, { reading }: SyncAnswer) {
  return locked && reading !== "device_ended" ? mark.reading : reading;
}

function contacted(mark: SyncMark, { answer, now, traffic }: Taking): SyncMark {
  const at = new Date(now).toISOString();
  const month = at.slice(0, 7);
  return {
    ...mark,
    beat: now,
    contact_at: at,
    incarnation: answer.incarnation ?? mark.incarnation,
    recall: mark.recall || answer.feed?.reset === "epoch",
    skew_ms: answer.skew_ms,
    month,
    month_bytes: (mark.month === month ? mark.month_bytes : 0) + traffic,
  };
}

async function release({ outbox, change }: Answering, now: number): Promise<void> {
  const old = IDBKeyRange.upperBound(new Date(now - KEPT_MS).toISOString());
  for (const n of await outbox.index("covered_at").getAllKeys(old)) change.rows.set(n, null);
}
