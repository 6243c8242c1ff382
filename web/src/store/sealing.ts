/**
 * The rows of a person's database under their key, and back. Everything here is done before a transaction is
 * opened: one ends by itself while anything but the database is awaited.
 */
import type { Bytes } from "../crypto/keyring";
import type { SealKey } from "../crypto/seal";
import type { Correction } from "../domain/correction";
import type { Draft } from "../domain/draft";
import type { Me, Receipt } from "../domain/types";
import type { PersonDb } from "./open";
import type {
  OutboxRow,
  PhotoBytes,
  SealedRow,
  Spoken,
  StoredCorrection,
  StoredDraft,
  StoredRow,
} from "./schema";

/** By its id: its number may become another. */
type Place = Pick<OutboxRow, "op">;

const operationPlace = ({ op }: Place) => `operation ${op}`;
const detailPlace = ({ op }: Place) => `receipt ${op}`;
const draftPlace = (id: string) => `draft ${id}`;
const correctionPlace = (id: string) => `correction ${id}`;
const photoPlace = ({ registration, sha256 }: PhotoOf) => `photo ${registration} ${sha256}`;

type PhotoOf = Pick<PhotoBytes, "registration" | "sha256">;

/** A row as it goes into the outbox; `box` is its copy for the server. */
export async function sealRow(
  { keys }: PersonDb,
  row: OutboxRow,
  box: Bytes | null,
): Promise<SealedRow> {
  const { text, hash, before, chain, ...facts } = row;
  const spoken: Spoken = { text, hash, before, chain };
  const body = await keys.seal(operationPlace(row), JSON.stringify(spoken));
  return { ...facts, body, box, hash: facts.receipt === null ? hash : null };
}

/** Throws Unreadable, Locked. */
export async function openRow(db: PersonDb, row: StoredRow): Promise<OutboxRow> {
  if (!("body" in row)) return row;
  const { body, box: _, hash: __, detail, ...facts } = row;
  const spoken = JSON.parse(await db.keys.open(operationPlace(row), body)) as Spoken;
  if (!detail || facts.receipt === null) return { ...facts, ...spoken };
  const words = await db.keys.open(detailPlace(row), detail);
  return { ...facts, ...spoken, receipt: { ...facts.receipt, detail: words } };
}

export function openRows(db: PersonDb, rows: readonly StoredRow[]): Promise<OutboxRow[]> {
  return Promise.all(rows.map((row) => openRow(db, row)));
}

/** The words of an answer's receipts by number; none where the person is locked, and they are asked for again (P124). */
export async function sealDetails(
  db: PersonDb,
  receipts: readonly Receipt[],
): Promise<ReadonlyMap<number, Bytes>> {
  const told = db.locked ? [] : receipts.filter(({ detail }) => detail);
  const sealed = await Promise.all(
    told.map((receipt) => db.keys.seal(detailPlace(receipt), receipt.detail ?? "")),
  );
  return new Map(told.map(({ n }, i) => [n, sealed[i] as Bytes]));
}

/** The row once the server has answered for it: nothing is sent by its hash any more. */
export function receipted(row: StoredRow, receipt: Receipt, detail: Bytes | undefined): StoredRow {
  const { detail: _, ...bare } = receipt;
  if (!("body" in row)) return { ...row, state: "receipted", receipt: bare };
  return { ...row, state: "receipted", receipt: bare, detail, hash: null };
}

/** The key that the server has announced (P90); what an older app has kept of it has none. */
export function sealKeyOf(me: Me | null | undefined): SealKey | null {
  return me?.seal ?? null;
}

export async function sealDraft({ keys }: PersonDb, draft: Draft): Promise<StoredDraft> {
  return { id: draft.id, body: await keys.seal(draftPlace(draft.id), JSON.stringify(draft)) };
}

/** Throws Unreadable, Locked. */
export async function openDraft(db: PersonDb, row: StoredDraft): Promise<Draft> {
  if ("draft" in row) return row.draft;
  return JSON.parse(await db.keys.open(draftPlace(row.id), row.body)) as Draft;
}

export async function sealCorrection(
  { keys }: PersonDb,
  correction: Correction,
): Promise<StoredCorrection> {
  const { id } = correction;
  return { id, body: await keys.seal(correctionPlace(id), JSON.stringify(correction)) };
}

/** Throws Unreadable, Locked. */
export async function openCorrection(
  { keys }: PersonDb,
  { id, body }: StoredCorrection,
): Promise<Correction> {
  return JSON.parse(await keys.open(correctionPlace(id), body)) as Correction;
}

export function sealPhoto({ keys }: PersonDb, photo: PhotoOf, data: ArrayBuffer): Promise<Bytes> {
  return keys.seal(photoPlace(photo), new Uint8Array(data));
}

/** Throws Unreadable, Locked. */
export async function openPhoto(db: PersonDb, row: PhotoBytes): Promise<ArrayBuffer> {
  if (row.data instanceof ArrayBuffer) return row.data;
  return db.keys.openBytes(photoPlace(row), row.data);
}
