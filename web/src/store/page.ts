/** Laying a page of the feed into the replica, inside the transaction that takes in an answer. */
import type { IDBPObjectStore, IDBPTransaction } from "idb";
import { waits } from "../domain/status";
import type { Tally, Weight } from "../domain/tally";
import type { SyncAnswer } from "../domain/types";
import type { Taking } from "./answer";
import type { Change } from "./load";
import { fire } from "./open";
import { rowsOf } from "./outbox";
import type { OutboxRow, PersonSchema, ReplicaRow, SyncMark } from "./schema";

type Stores = ("outbox" | "replica" | "meta")[];

export interface Answering {
  outbox: IDBPObjectStore<PersonSchema, Stores, "outbox", "readwrite">;
  replica: IDBPObjectStore<PersonSchema, Stores, "replica", "readwrite">;
  taking: Taking;
  /** What is to be written; the replica's part is written at once, the outbox's at the end. */
  change: Change;
  /** What each live entry of the page adds to the tally; hashing cannot be waited for in a transaction. */
  weights: ReadonlyMap<string, Weight>;
  /** Follows every row that is laid in or taken out. */
  tally: Tally;
}

export function openAnswer(
  tx: IDBPTransaction<PersonSchema, Stores, "readwrite">,
  taking: Taking,
  weighed: Pick<Answering, "weights" | "tally">,
): Answering {
  return {
    outbox: tx.objectStore("outbox"),
    replica: tx.objectStore("replica"),
    taking,
    change: { entries: new Map(), rows: new Map() },
    ...weighed,
  };
}

type Feed = NonNullable<SyncAnswer["feed"]>;

/** Returns the mark after the page. */
export async function applyPage(work: Answering, mark: SyncMark, feed: Feed): Promise<SyncMark> {
  const anew = feed.reset !== null || work.taking.cursor === null;
  const generation = mark.generation + (anew ? 1 : 0);
  const covered = mark.chain_ok ? await cover(work, feed.covers) : [];
  const left = new Set(mark.left);
  const stored = await storedRows(work, feed);
  for (const entry of feed.entries) {
    const id = entry.registration;
    if (entry.flag === "live") {
      left.delete(id);
      const weight = work.weights.get(id);
      keep(work, { registration: id, generation, left: false, entry, weight }, stored.get(id));
    } else if (await leave(work, id, generation)) left.add(id);
  }
  for (const id of await forget(work, feed, generation)) left.add(id);
  const resetting = anew || mark.resetting;
  if (resetting && !feed.more) for (const id of await sweep(work, generation)) left.add(id);
  for (const id of covered) {
    if (left.has(id) && !(await leave(work, id, generation))) left.delete(id);
  }
  return {
    ...mark,
    cursor: feed.cursor,
    generation,
    resetting: resetting && feed.more,
    left: [...left],
    complete: !feed.more || (mark.complete && !anew),
  };
}

/** Operations that are inside the entries now; their registrations. A waiting one is in no entry yet. */
async function cover(work: Answering, covers: number | null): Promise<string[]> {
  if (covers === null) return [];
  const { change } = work;
  const covered_at = new Date(work.taking.now).toISOString();
  const stored = await work.outbox.index("state").getAll(rowsOf("receipted", 0, covers));
  const registrations: string[] = [];
  for (const row of [...stored.filter(({ n }) => !change.rows.has(n)), ...changedRows(change)]) {
    if (row.state !== "receipted" || row.n > covers || row.covered_at !== undefined) continue;
    if (row.receipt === null || waits(row.receipt)) continue;
    const state = row.receipt.result === "stale" ? "receipted" : "covered";
    change.rows.set(row.n, { ...row, state, covered_at });
    registrations.push(row.registration);
  }
  return registrations;
}

function changedRows(change: Change): OutboxRow[] {
  return [...change.rows.values()].filter((row) => row !== null);
}

/** The rows that the page writes over. */
async function storedRows({ replica }: Answering, feed: Feed) {
  const ids = feed.entries.filter(({ flag }) => flag === "live").map((e) => e.registration);
  const rows = await Promise.all(ids.map((id) => replica.get(id)));
  return new Map(ids.map((id, i) => [id, rows[i]]));
}

function keep({ replica, change, tally }: Answering, row: ReplicaRow, old?: ReplicaRow): void {
  if (old) takeOut(tally, old);
  if (!row.left && row.weight) tally.add(row.weight);
  fire(replica.put(row));
  change.entries.set(row.registration, row);
}

function takeOut(tally: Tally, { left, weight }: ReplicaRow): void {
  if (!left && weight) tally.remove(weight);
}

/** Forgets a registration unless operations on it are pending; whether it was kept. */
async function leave(work: Answering, id: string, generation: number): Promise<boolean> {
  const [row, own] = await Promise.all([
    work.replica.get(id),
    work.outbox.index("registration").getAll(id),
  ]);
  if (!row) return false;
  const pending = own
    .map((stored) => work.change.rows.get(stored.n) ?? stored)
    .some(({ state, covered_at }) => state !== "covered" && covered_at === undefined);
  if (pending) keep(work, { ...row, generation, left: true }, row);
  else {
    takeOut(work.tally, row);
    fire(work.replica.delete(id));
    work.change.entries.set(id, null);
  }
  return pending;
}

/** P58: what a repaired bucket was not told to hold has left. Those that stay for their pending work. */
async function forget(work: Answering, feed: Feed, generation: number): Promise<string[]> {
  if (feed.repaired === null || feed.repaired.length === 0) return [];
  const repaired = new Set(feed.repaired);
  const told = new Set(feed.entries.map(({ registration }) => registration));
  const kept: string[] = [];
  for (const { registration, left, weight } of await work.replica.getAll()) {
    if (left || told.has(registration) || (weight && !repaired.has(weight.bucket))) continue;
    if (await leave(work, registration, generation)) kept.push(registration);
  }
  return kept;
}

/** The end of a reset: what was not told again has left. Those that stay for their pending work. */
async function sweep(work: Answering, generation: number): Promise<string[]> {
  const old = await work.replica
    .index("generation")
    .getAllKeys(IDBKeyRange.upperBound(generation, true));
  const kept: string[] = [];
  for (const id of old) if (await leave(work, id, generation)) kept.push(id);
  return kept;
}
