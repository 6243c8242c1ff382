/**
 * What the phone remembers, one database a person (`perisai-<account>`) and one for the phone.
 *
 * Ids, counters, states and receipts stand in clear; everything about people is under the person's key
 * (`body`, P120). Nothing is indexed by personal data; search is in memory.
 */
import type { Bytes } from "../crypto/keyring";
import type { PinLock } from "../crypto/pin-lock";
import type { Signer } from "../crypto/sign";
import type { Draft } from "../domain/draft";
import type { Repair, StoredTally, Weight } from "../domain/tally";
import type { DeclaredPhoto, Entry, Me, Receipt, Role, SyncAnswer } from "../domain/types";

/** What the outbox holds of an operation in clear, for sending while locked and for the counters of a screen. */
export interface OutboxFacts {
  n: number;
  op: string;
  registration: string;
  /** `past`: said under an earlier identity (P105), kept under a number below zero. */
  state: "queued" | "receipted" | "covered" | "past";
  receipt: Receipt | null;
  saved_at: string;
  /** Since when the feed holds it. A stale verdict has it and stays `receipted`: its author is still to be told. */
  covered_at?: string;
  /** When it was last given to a colleague's phone to carry. It is as unsent as before (P97). */
  entrusted_at?: string;
  /** Its words are gone: the person was erased (P143). */
  emptied?: true;
  /** Written anew: the number below zero of its old row, which stays until this one has its receipt. */
  renewed?: number;
}

/** What is said, and its place in the chain: h_{n−1} and h_n (P31). */
export interface Spoken {
  /** The operation's canonical JSON, exactly as hashed and as sent; no version of the app changes it (P16). */
  text: string;
  hash: string;
  before: string;
  chain: string;
}

/** An operation as it is read with the key. */
export type OutboxRow = OutboxFacts & Spoken;

/** An operation as it lies in the outbox. */
export interface SealedRow extends OutboxFacts {
  /** `Spoken` under the person's key. */
  body: Bytes;
  /** Sealed to the server's key, so that it can be sent while locked; null where that key was not known yet. */
  box: Bytes | null;
  /** The words of the receipt, under the person's key: an admin's reason may name somebody. */
  detail?: Bytes | undefined;
  /** In clear only until there is a receipt: a hash of something small can be guessed at (docs/adr/0023). */
  hash: string | null;
}

/** Rows of an app before 0.3 are in clear until they are taken over (P126). */
export type StoredRow = SealedRow | OutboxRow;

/** A registration of the replica as it is read with the key. */
export interface ReplicaRow {
  registration: string;
  /** Rows of an older generation go when a reset has been pulled to its end. */
  generation: number;
  /** No longer in this view, kept only while operations on it are pending (P51). */
  left: boolean;
  entry: Entry;
}

/** What a page changes in the replica; later pages win over earlier ones (P125). */
export interface PageRow {
  page: number;
  generation: number;
  /** The registrations whose entries are in the page's body, in its order, and what each adds to the tally (P57). */
  ids: string[];
  weights: Weight[];
  /** Those that have left the view and stay for their pending work, and those that are gone. */
  left: string[];
  gone: string[];
}

/** Before 0.3, one clear row a registration. */
export type OldReplicaRow = ReplicaRow & { weight?: Weight | undefined };

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
  /** The device that its pieces for the server are bound to (P210); an older app has made none. */
  sealed_for?: string | null;
}

/** A photo as only the server can open it: the boxes of its pieces, in order (P152). */
export interface SealedPieces {
  device: string;
  boxes: Bytes[];
}

/** A photo itself, under the person's key; in clear where an app before 0.3 has taken it (P126). */
export interface PhotoBytes {
  registration: string;
  sha256: string;
  data: Bytes | ArrayBuffer;
  /** For the device that the photo's row names (P210). */
  pieces?: SealedPieces["boxes"];
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
  /** Registrations of which sealed pages may still hold something (P142); none in a mark of an older app. */
  shred?: string[];
  /** When it was last looked for what is over, by the server's clock (P146); null after entries came anew. */
  looked?: string | null;
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

/** What is known of a person's being signed in while they are locked out of reading (P120). */
export interface Access {
  device_token: string;
  signed_in: boolean;
}

/** A person's locked data key. */
export interface Vault {
  lock: PinLock;
  /** The data key sealed to the server's key, which hands it back after the password (P123). */
  escrow: Bytes | null;
  /** PINs tried in vain since the last right one; counted before each try (P122). */
  wrong: number;
}

/** Counters of the replica's pages; `writes` tells a reader that its directory is old. */
export interface Paging {
  next: number;
  writes: number;
}

/** A new identity as planned, durable before the server hears of it (P104). */
export interface Renewal {
  device: string;
  /** `hash`: the phone's own h at `n`; none in a plan that an older app made. */
  ancestor: { device: string; n: number; hash?: string };
  why: "copied" | "chain";
}

export type KeptSigner = Signer & { told: string | null };

/** The one-of-a-kind values as the app sees them. */
export interface Meta {
  access: Access;
  vault: Vault;
  pages: Paging;
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
  /** By op, the newest last: verdicts that were not taken, of which their author has read so (M107). */
  noticed: string[];
}

/** A value of `meta` under the person's key; `n` of the chain's head is a counter and stays in clear. */
export interface SealedMeta {
  body: Bytes;
  n?: number;
}

export type StoredDraft = { id: string; body: Bytes } | { id: string; draft: Draft };

/** By the registration's id (P150). */
export interface StoredCorrection {
  id: string;
  body: Bytes;
}

export interface PersonSchema {
  drafts: { key: string; value: StoredDraft };
  corrections: { key: string; value: StoredCorrection };
  outbox: {
    key: number;
    value: StoredRow;
    indexes: { state: [string, number]; registration: string; covered_at: string };
  };
  pages: { key: number; value: PageRow };
  /** The entries of a page, one sealed value: IndexedDB costs by the value. */
  bodies: { key: number; value: Bytes };
  replica: { key: string; value: OldReplicaRow; indexes: { generation: number } };
  photos: { key: PhotoKey; value: PhotoRow; indexes: { state: [string, string] } };
  photo_bytes: { key: PhotoKey; value: PhotoBytes };
  meta: { key: keyof Meta; value: Meta[keyof Meta] | SealedMeta };
}

/** Somebody who has signed in on this phone. */
export interface KnownPerson {
  account: string;
  username: string;
  name: string;
  role: Role;
}

/** An ended device whose person's database is being deleted, until the server knows that it is (P128). */
export interface Wiping {
  device: string;
  account: string;
  name: string;
  device_token: string;
  /** Null until the database is gone. */
  wiped_at: string | null;
  told: boolean;
  /** By whoever held the phone then. */
  read: boolean;
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

export interface PhoneSchema {
  carried: { key: string; value: Carried };
  people: { key: string; value: KnownPerson };
  /** The device id of each user name, written before its first request. */
  devices: { key: string; value: string };
  wiping: { key: string; value: Wiping };
  settings: { key: string; value: unknown };
}
