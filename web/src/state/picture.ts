/** The picture in memory: replica and outbox as last written, projected; only what changed is projected anew. */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import { localDay } from "../domain/format";
import { type Pending, type Projected, projectOne } from "../domain/project";
import type { DecideOperation, Entry, Operation, Receipt } from "../domain/types";
import { breath } from "../store/breath";
import type { Change } from "../store/load";
import type { OutboxRow } from "../store/schema";

const fadedOnes = signal<ReadonlyMap<string, Projected>>(new Map());
/** Whose words have gone from this phone (P146): they count in the picture of a month, and are in no list. */
export const faded: ReadonlySignal<ReadonlyMap<string, Projected>> = fadedOnes;

const projected = signal<Map<string, Projected>>(new Map());
const day = signal(localDay(new Date()));
const unsentRows = signal<ReadonlyMap<number, Unsent>>(new Map());

export const registrations: ReadonlySignal<Map<string, Projected>> = projected;
export const today: ReadonlySignal<string> = day;
/** Operations that the server has not taken into custody yet, by number. */
export const unsent: ReadonlySignal<ReadonlyMap<number, Unsent>> = unsentRows;
export interface Unsent {
  saved_at: string;
  bytes: number;
  /** When a colleague was given it to carry, or null. */
  entrusted_at: string | null;
}

const decidedRows = signal<readonly Decided[]>([]);
/** My decisions about operations of others that the feed has not passed yet, in order of n. */
export const decisions: ReadonlySignal<readonly Decided[]> = decidedRows;
export interface Decided {
  operation: DecideOperation;
  receipt: Receipt | null;
}

const entries = new Map<string, Entry>();
const pending = new Map<number, Pending>();
const numbersOf = new Map<string, Set<number>>();
let sending: ReadonlySet<number> = new Set();

/** Registrations that are drawn in one go: some ten milliseconds of a cheap phone. */
const SLICE = 250;

/** Registrations as they are drawn where nothing of one's own is laid over them. */
type Drawn = ReadonlyMap<string, Projected>;

/** Draws what a phone holds, with room for a finger in between; shown it is by `apply`, of the same change. */
export async function drawAhead({ entries, rows }: Change): Promise<Drawn> {
  const own = new Set([...rows.values()].map((row) => row?.registration));
  const on = day.value;
  const drawn = new Map<string, Projected>();
  let drawing = 0;
  for (const [id, row] of entries) {
    drawing += 1;
    if (drawing % SLICE === 0) await breath();
    const one = row && !own.has(id) ? projectOne(row.entry, [], on) : null;
    if (one) drawn.set(id, one);
  }
  return on === day.value ? drawn : new Map(); // it has become midnight: all of it anew
}

/** Lays what a transaction has written into the picture; `drawn` is what was drawn of it ahead. */
export function apply(change: Change, drawn: Drawn = new Map()): void {
  const touched = new Set(change.entries.keys());
  for (const [id, row] of change.entries) {
    if (row) entries.set(id, row.entry);
    else entries.delete(id);
  }
  const waiting = new Map(unsentRows.value);
  for (const [n, row] of change.rows) {
    const id = row?.registration ?? pending.get(n)?.operation.registration;
    if (id) touched.add(id);
    if (row?.state === "queued") {
      const { saved_at, text, entrusted_at = null } = row;
      waiting.set(n, { saved_at, bytes: text.length, entrusted_at });
    } else waiting.delete(n);
    if (row && row.state !== "covered" && !row.emptied) remember(n, row);
    else forget(n);
  }
  batch(() => {
    if (change.rows.size > 0) {
      unsentRows.value = waiting;
      decidedRows.value = decidedAmong(pending);
    }
    redraw(touched, drawn);
  });
}

/** Which operations are on their way now. */
export function showSending(numbers: readonly number[]): void {
  const touched = new Set<string>();
  const now = new Set(numbers);
  for (const n of now.symmetricDifference(sending)) {
    const row = pending.get(n);
    if (!row || row.state === "receipted") continue;
    pending.set(n, { ...row, state: now.has(n) ? "in_flight" : "queued" });
    touched.add(row.operation.registration);
  }
  sending = now;
  redraw(touched);
}

/** Another person, or nobody: the picture is empty until theirs is laid in. */
export function clear(): void {
  entries.clear();
  pending.clear();
  numbersOf.clear();
  sending = new Set();
  batch(() => {
    projected.value = new Map();
    fadedOnes.value = new Map();
    unsentRows.value = new Map();
    decidedRows.value = [];
  });
}

/** Looks at the calendar: a payment code may have lapsed. */
export function lookAtDay(now: Date): void {
  const found = localDay(now);
  if (found === day.value) return;
  batch(() => {
    day.value = found;
    redraw(new Set([...entries.keys(), ...numbersOf.keys()]));
  });
}

function decidedAmong(all: ReadonlyMap<number, Pending>): Decided[] {
  const found: Decided[] = [];
  for (const { operation, receipt } of all.values()) {
    if (operation.kind === "decide") found.push({ operation, receipt });
  }
  return found.sort((a, b) => a.operation.n - b.operation.n);
}

function remember(n: number, row: OutboxRow): void {
  const state = row.state === "receipted" ? "receipted" : sending.has(n) ? "in_flight" : "queued";
  const operation = pending.get(n)?.operation ?? (JSON.parse(row.text) as Operation);
  pending.set(n, { operation, state, receipt: row.receipt, saved_at: row.saved_at });
  const numbers = numbersOf.get(row.registration) ?? new Set();
  numbersOf.set(row.registration, numbers.add(n));
}

function forget(n: number): void {
  const row = pending.get(n);
  if (!row) return;
  pending.delete(n);
  numbersOf.get(row.operation.registration)?.delete(n);
}

function redraw(ids: ReadonlySet<string>, drawn?: Drawn): void {
  if (ids.size === 0) return;
  const next = new Map(projected.value);
  const gone = new Map(fadedOnes.value);
  for (const id of ids) {
    const one = drawn?.get(id) ?? draw(id);
    next.delete(id);
    gone.delete(id);
    if (one) (one.entry?.faded ? gone : next).set(id, one);
  }
  projected.value = next;
  if (gone.size > 0 || fadedOnes.value.size > 0) fadedOnes.value = gone;
}

function draw(id: string): Projected | null {
  const own = [...(numbersOf.get(id) ?? [])]
    .map((n) => pending.get(n))
    .filter((row) => row !== undefined);
  return projectOne(entries.get(id) ?? null, own, day.value);
}
