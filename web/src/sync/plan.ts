/** What a sync run decides, without doing it. */
import { toBase64Url } from "../crypto/base64";
import { GENESIS } from "../domain/chain";
import type { SyncRequest } from "../domain/types";
import type { OutboxRow, SealedRow, StoredRow } from "../store/schema";

/** P73: how many operations the next request may carry. */
export function nextBatch(batch: number, went: "well" | "slow", most: number): number {
  return went === "well" ? Math.min(batch * 2, most) : Math.max(1, Math.floor(batch / 2));
}

/** A link that bears few operations bears small pages: 10 to 500 entries. */
export function pageLimit(batch: number): number {
  return Math.min(500, Math.max(10, batch * 4));
}

/** Half of what the server inflates: text counted in UTF-16 units may be twice as many bytes. */
const MOST_TEXT = 2 * 1024 * 1024;

/** The rows that fit into one request, at least one. */
export function fitting(rows: readonly StoredRow[]): StoredRow[] {
  let room = MOST_TEXT;
  const end = rows.findIndex((row, i) => {
    room -= "body" in row ? row.body.length : row.text.length;
    return i > 0 && room < 0;
  });
  return rows.slice(0, end === -1 ? rows.length : end);
}

/** What can go out of a locked person's outbox: up to the first that only they can read (P124). */
export function sendable(rows: readonly StoredRow[]): StoredRow[] {
  const end = rows.findIndex((row) => "body" in row && !isBoxed(row));
  return rows.slice(0, end === -1 ? rows.length : end);
}

/** A row that goes as the server's copy of it. */
type Boxed = SealedRow & { box: NonNullable<SealedRow["box"]>; hash: string };

function isBoxed(row: SealedRow): row is Boxed {
  return row.box !== null && row.hash !== null;
}

/** The request's JSON; the operations go in as the very text that was hashed (P16), or as boxes (P92). */
export function requestText(
  head: Omit<SyncRequest, "operations" | "sealed">,
  rows: readonly StoredRow[],
): string {
  const clear = rows.filter((row): row is OutboxRow => "text" in row);
  const operations = clear.flatMap(({ text }) => text || []).join(",");
  const boxed = rows.filter((row): row is Boxed => "body" in row && isBoxed(row));
  const sealed = boxed.map(({ n, op, hash, box }) => ({ n, op, hash, box: toBase64Url(box) }));
  // P144: what says nothing any more takes its place by its hash.
  for (const { n, op, hash, text } of clear) if (text === "") sealed.push({ n, op, hash, box: "" });
  sealed.sort((a, b) => a.n - b.n);
  const whole = { ...head, sealed: sealed.length > 0 ? sealed : null };
  return `${JSON.stringify(whole, said).slice(0, -1)},"operations":[${operations}]}`;
}

const LATER = new Set(["buckets", "sealed", "own_from", "holds", "repair", "repaired_at"]);

/** P226. */
function said(name: string, value: unknown): unknown {
  return value === null && LATER.has(name) ? undefined : value;
}

/** P3: the phone's h before the first operation sent, or at the last one if none is. */
export function chainBefore(
  rows: readonly OutboxRow[],
  head: { n: number; chain: string },
): { n: number; hash: string } {
  const first = rows[0];
  return first ? { n: first.n - 1, hash: first.before } : { n: head.n, hash: head.chain };
}

/** P124: a locked phone cannot read its chain; h at number 0 is the same everywhere. */
export const NO_CHAIN = { n: 0, hash: GENESIS };

const SHORTEST_MS = 2_000;
const LONGEST_MS = 300_000;

/** P72, P200: how long to wait after so many failures in a row, `chance` between 0 and 1. */
export function backOff(failures: number, chance: number): number {
  const ceiling = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** (failures + 1));
  return SHORTEST_MS + chance * (ceiling - SHORTEST_MS);
}
