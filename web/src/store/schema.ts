/**
 * What the phone remembers, one database a person (`perisai-<account>`) and one for the phone.
 *
 * Ids and counters stand in clear; everything about people is inside one value (`text`, `entry`, `draft`), so
 * that a later version can encrypt it. Nothing is indexed by personal data; search is in memory.
 */
import type { DBSchema } from "idb";
import type { Draft } from "../domain/draft";
import type { Repair, StoredTally, Weight } from "../domain/tally";
import type { Entry, Me, Receipt, Role, SyncAnswer } from "../domain/types";

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

export interface Meta {
  device: string;
  head: { n: number; chain: string };
  me: { me: Me; at: string };
  session: Session;
  sync: SyncMark;
  renewal: Renewal;
  tally: KeptTally;
}

export interface PersonSchema extends DBSchema {
  drafts: { key: string; value: { id: string; draft: Draft } };
  outbox: {
    key: number;
    value: OutboxRow;
    indexes: { state: [string, number]; registration: string; covered_at: string };
  };
  replica: { key: string; value: ReplicaRow; indexes: { generation: number } };
  meta: { key: keyof Meta; value: Meta[keyof Meta] };
}

/** Somebody who has signed in on this phone. */
export interface KnownPerson {
  account: string;
  username: string;
  name: string;
  role: Role;
}

export interface PhoneSchema extends DBSchema {
  people: { key: string; value: KnownPerson };
  /** The device id of each user name, written before its first request. */
  devices: { key: string; value: string };
  settings: { key: string; value: unknown };
}
