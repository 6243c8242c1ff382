/** Laying a page of the feed into the replica, inside the transaction that takes in an answer. */
import type { Bytes } from "../crypto/keyring";
import { waits } from "../domain/status";
import type { Tally, Weight } from "../domain/tally";
import type { SyncAnswer } from "../domain/types";
import type { Taking } from "./answer";
import { type Directory, type Place, readDirectory } from "./directory";
import type { Transaction, WriteStore } from "./idb";
import { fire, type PersonDb } from "./open";
import { rowsOf } from "./outbox";
import type { PageRow, PersonSchema, ReplicaRow, StoredRow, SyncMark } from "./schema";
import { erasedBy, type Holding } from "./shredding";

export type Stores = ("outbox" | "pages" | "bodies" | "meta" | Holding)[];

/** What changed, as it is stored. */
export interface StoredChange {
  entries: Map<string, ReplicaRow | null>;
  rows: Map<number, StoredRow | null>;
}

export interface Answering {
  tx: Transaction<PersonSchema, Stores, "readwrite">;
  outbox: WriteStore<PersonSchema["outbox"]>;
  taking: Taking;
  directory: Directory;
  /** The page that this answer becomes. */
  page: PageRow;
  /** What is to be written of the outbox, at the end; and what the screens are told. */
  change: StoredChange;
  /** Left the view and kept (P51): what is told of them is read once this is written. */
  kept: Set<string>;
  /** What each live entry of the page adds to the tally; hashing cannot be waited for in a transaction. */
  weights: ReadonlyMap<string, Weight>;
  /** Follows every registration that is laid in or taken out. */
  tally: Tally;
}

export async function openAnswer(
  db: PersonDb,
  tx: Transaction<PersonSchema, Stores, "readwrite">,
  taking: Taking,
  weighed: Pick<Answering, "weights" | "tally">,
): Promise<Answering> {
  const directory = await readDirectory(db, tx);
  const lists = { ids: [], weights: [], left: [], gone: [] };
  return {
    tx,
    outbox: tx.objectStore("outbox"),
    taking,
    directory,
    page: { page: directory.paging.next, generation: 0, ...lists },
    change: { entries: new Map(), rows: new Map() },
    kept: new Set(),
    ...weighed,
  };
}

/** Writes the page, where it changes anything. `body` holds the entries of `ids`. */
export function writePage({ tx, page, directory }: Answering, body: Bytes | null): void {
  if (page.ids.length + page.left.length + page.gone.length === 0) return;
  const { next, writes } = directory.paging;
  directory.paging = { next: next + 1, writes: writes + 1 };
  directory.pages.set(page.page, page.ids.length);
  fire(tx.objectStore("pages").add(page));
  if (body && page.ids.length > 0) fire(tx.objectStore("bodies").add(body, page.page));
  fire(tx.objectStore("meta").put(directory.paging, "pages"));
}

type Feed = NonNullable<SyncAnswer["feed"]>;

/** Returns the mark after the page. */
export async function applyPage(work: Answering, mark: SyncMark, feed: Feed): Promise<SyncMark> {
  const anew = feed.reset !== null || work.taking.cursor === null;
  const generation = mark.generation + (anew ? 1 : 0);
  work.page.generation = generation;
  const covered = mark.chain_ok ? await cover(work, feed.covers) : [];
  const left = new Set(mark.left);
  for (const entry of feed.entries) {
    const id = entry.registration;
    if (entry.flag === "live") {
      left.delete(id);
      const weight = work.weights.get(id);
      if (weight) keep(work, { registration: id, generation, left: false, entry }, weight);
    } else if (entry.flag === "erased") {
      left.delete(id);
      goes(work, id);
    } else if (await leave(work, id)) left.add(id);
  }
  for (const id of await forget(work, feed)) left.add(id);
  const resetting = anew || mark.resetting;
  if (resetting && !feed.more) for (const id of await sweep(work)) left.add(id);
  for (const id of covered) {
    if (left.has(id) && !(await leave(work, id))) left.delete(id);
  }
  return {
    ...mark,
    cursor: feed.cursor,
    generation,
    resetting: resetting && feed.more,
    left: [...left],
    looked: anew || feed.repaired !== null ? null : (mark.looked ?? null),
    shred: [...new Set([...(mark.shred ?? []), ...erasedBy(feed)])],
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

function changedRows(change: StoredChange): StoredRow[] {
  return [...change.rows.values()].filter((row) => row !== null);
}

function keep(work: Answering, row: ReplicaRow, weight: Weight): void {
  const { directory, page, tally, change } = work;
  const id = row.registration;
  takeOut(tally, directory.places.get(id));
  tally.add(weight);
  page.ids.push(id);
  page.weights.push(weight);
  directory.places.set(id, { page: page.page, generation: row.generation, left: false, weight });
  change.entries.set(id, row);
}

function takeOut(tally: Tally, place: Place | undefined): void {
  if (place && !place.left) tally.remove(place.weight);
}

/** Forgets a registration unless operations on it are pending; whether it was kept. */
async function leave(work: Answering, id: string): Promise<boolean> {
  const { directory, page, tally, change } = work;
  const place = directory.places.get(id);
  if (!place) return false;
  const own = await work.outbox.index("registration").getAll(id);
  const pending = own
    .map((stored) => change.rows.get(stored.n) ?? stored)
    .some(({ state, covered_at }) => state !== "covered" && covered_at === undefined);
  if (!pending) {
    goes(work, id);
    return false;
  }
  takeOut(tally, place);
  page.left.push(id);
  work.kept.add(id);
  directory.places.set(id, { ...place, generation: page.generation, left: true });
  return true;
}

/** A registration is here no more, whatever is pending on it. */
function goes({ directory, page, tally, change }: Answering, id: string): void {
  takeOut(tally, directory.places.get(id));
  if (directory.places.delete(id)) page.gone.push(id);
  change.entries.set(id, null);
}

/** P58: what a repaired bucket was not told to hold has left. Those that stay for their pending work. */
async function forget(work: Answering, feed: Feed): Promise<string[]> {
  if (feed.repaired === null || feed.repaired.length === 0) return [];
  const repaired = new Set(feed.repaired);
  const told = new Set(feed.entries.map(({ registration }) => registration));
  const kept: string[] = [];
  for (const [id, { left, weight }] of [...work.directory.places]) {
    if (left || told.has(id) || !repaired.has(weight.bucket)) continue;
    if (await leave(work, id)) kept.push(id);
  }
  return kept;
}

/** The end of a reset: what was not told again has left. Those that stay for their pending work. */
async function sweep(work: Answering): Promise<string[]> {
  const { generation } = work.page;
  const kept: string[] = [];
  for (const [id, place] of [...work.directory.places]) {
    if (place.generation < generation && (await leave(work, id))) kept.push(id);
  }
  return kept;
}
