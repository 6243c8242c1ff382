/**
 * What the phone remembers, one database a person (`perisai-<account>`) and one for the phone.
 *
 * Ids and counters stand in clear; everything about people is inside one value (`text`, `entry`, `draft`), so
 * that a later version can encrypt it. Nothing is indexed by personal data; search is in memory.
 */
import type { DBSchema } from "idb";
import type { Signer } from "../crypto/sign";
import type { Draft } from "../domain/draft";
import type { Repair, StoredTally, Weight } from "../domain/tally";
import type { DeclaredPhoto, Entry, Me, Receipt, Role, SyncAnswer } from "../domain/types";

export interface OutboxRow {
  n: number;
  op: string;
  registration: string;
  /** The operation's canonical JSON, exactly as hashed and as sent; no version of the app changes it (P16). */
  text: string;
  hash: string;
  /** h_{n−1} and h_n (P31). */
  before: string;
  chain: string;
  /** `past`: said under an earlier identity (P105), kept under a number below zero. */
  state: "queued" | "receipted" | "covered" | "past";
  receipt: Receipt | null;
  saved_at: string;
  /** Since when the feed holds it. A stale verdict has it and stays `receipted`: its author is still to be told. */
  covered_at?: string;
  /** When it was last given to a colleague's phone to carry. It is as unsent as before (P97). */
  entrusted_at?: string;
  /** Written anew: the number below zero of its old row, which stays until this one has its receipt. */
  renewed?: number;
}

export interface ReplicaRow {
  registration: string;
  /** Rows of an older generation go when a reset has been pulled to its end. */
  generation: number;
  /** No longer in this view, kept only while operations on it are pending (P51). */
  left: boolean;
  entry: Entry;
  /** What it adds to the tally (P57). Rows that an app before 0.2 has written have none. */
  weight?: Weight | undefined;
}

export type PhotoKey = [registration: string, sha256: string];

/**
 * `taken`: belongs to a draft, or to a correction that is being typed · `queued`: declared by an operation of
 * the outbox · `refused`: the server says that it is no photo, or not mine to send · `sent`: verified there.
 */
export interface PhotoRow extends DeclaredPhoto {
  registration: string;
  taken_at: string;
  state: "taken" | "queued" | "refused" | "sent";
  /** Bytes that the server has, as far as is known. */
  offset: number;
  /** Where the unfinished upload is. */
  upload: string | null;
  /** The code of the refusal. */
  refused: string | null;
}

/** How photos go from this phone. */
export interface PhotoMark {
  /** When the running lane last got something done, milliseconds. */
  beat: number;
  /** How large the next piece may be, bytes. */
  piece: number;
}

export interface Session {
  token: string | null;
  device_token: string;
  expires_at: string;
  signed_in_at: string;
}

export interface SyncMark {
  /** What the next request shows (P100). */
  incarnation: string | null;
  /** The server was restored: what is past is to be written anew (P107). */
  recall: boolean;
  /** Grows with each run; a run whose number has passed may write nothing more. */
  fence: number;
  /** When the running run last got something done, milliseconds. */
  beat: number;
  cursor: string | null;
  generation: number;
  resetting: boolean;
  left: string[];
  /** Everything up to the cursor was pulled at least once. */
  complete: boolean;
  batch: number;
  /** The waiting operation that was asked about last, where more wait than one request may ask about (P4). */
  asked?: number;
  reading: SyncAnswer["reading"];
  contact_at: string | null;
  /** False once the server lost or invented something (P32); nothing is dropped then. */
  chain_ok: boolean;
  skew_ms: number | null;
  /** What is being done about a replica that is not what the server holds (P58, P59). */
  mending: "none" | "buckets" | "reset";
  /** How the last mending ended. */
  repair: Repair | null;
  /** After a restore of the server: the number after which receipts are still to be asked for anew (P114). */
  recheck: number | null;
  month: string;
  month_bytes: number;
}

/** The running tally of the live rows of the replica. */
export interface KeptTally extends StoredTally {
  /** When every row was last looked at, milliseconds. */
  recounted: number;
}

/** A new identity as planned, durable before the server hears of it (P104). */
export interface Renewal {
  device: string;
  ancestor: { device: string; n: number };
  why: "copied" | "chain";
}

export type KeptSigner = Signer & { told: string | null };

export interface Meta {
  device: string;
  head: { n: number; chain: string };
  me: { me: Me; at: string };
  session: Session;
  sync: SyncMark;
  renewal: Renewal;
  tally: KeptTally;
  photos: PhotoMark;
  /** This phone's signing key; `told`: the device that the server knows it of (P95). */
  signer: KeptSigner;
}

export interface PersonSchema extends DBSchema {
  drafts: { key: string; value: { id: string; draft: Draft } };
  outbox: {
    key: number;
    value: OutboxRow;
    indexes: { state: [string, number]; registration: string; covered_at: string };
  };
  replica: { key: string; value: ReplicaRow; indexes: { generation: number } };
  photos: { key: PhotoKey; value: PhotoRow; indexes: { state: [string, string] } };
  photo_bytes: {
    key: PhotoKey;
    value: { registration: string; sha256: string; data: ArrayBuffer };
  };
  meta: { key: keyof Meta; value: Meta[keyof Meta] };
}

/** Somebody who has signed in on this phone. */
export interface KnownPerson {
  account: string;
  username: string;
  name: string;
  role: Role;
}

/** A colleague's bundle on this phone (P98). `text` is empty once the server has told what became of it. */
export interface Carried {
  /** Its signature. */
  id: string;
  count: number;
  text: string;
  taken_at: string;
  ended: { result: string; at: string } | null;
}

export interface PhoneSchema extends DBSchema {
  carried: { key: string; value: Carried };
  people: { key: string; value: KnownPerson };
  /** The device id of each user name, written before its first request. */
  devices: { key: string; value: string };
  settings: { key: string; value: unknown };
}
