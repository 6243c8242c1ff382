/** What the server tells, and the two halves of an exchange, as docs/protocol.md gives them. Field names are the wire's own. */
import type { components } from "../wire/api.gen";
import type { PhotoState } from "./photo";
import type {
  Consent,
  CreateOperation,
  Facts,
  Operation,
  Role,
  Status,
  UnitName,
  Units,
  UnitValue,
  Verdict,
} from "./said";
import type { Repair } from "./tally";

export type * from "./said";

export type Result =
  | "applied"
  | "merged"
  | "same"
  | "superseded"
  | "conflict"
  | "stale"
  | "held"
  | "quarantined"
  | "id_reuse"
  | "retry";
export interface Receipt {
  n: number;
  op: string;
  registration: string;
  result: Result;
  version: number;
  code?: string;
  detail?: string;
  units?: Partial<Record<UnitName, "applied" | "same" | "superseded" | "conflict">>;
}

export interface Stamp {
  op: string;
  n: number;
  account: string;
  role: Role;
  device: string;
  recorded_at: string;
  received_at: string;
  skew_ms: number | null;
  app: string | null;
  /** Late work only: when its author lost the role or the clinic (M78). */
  entitled_until: string | null;
}
export interface Proposal {
  value: UnitValue;
  base: number;
  was: UnitValue | null;
  stamp: Stamp;
}
export type Alike = "nik" | "name_birth" | "name_phone" | "birth_phone";
export type ThreadKind =
  | "value"
  | "after_approval"
  | "after_close"
  | "invalid"
  | "contested"
  | "duplicate";
export interface Thread {
  id: string;
  kind: ThreadKind;
  unit: UnitName | null;
  opened_at: string;
  moves: number;
  open: boolean;
  outcome: "standing" | "proposed" | "value" | "keep" | "two_people" | "author" | null;
  settled_at: string | null;
  /** A proposal of mine waits (account and clinic views). */
  own?: boolean;
  /** Only in the desk view. */
  proposals?: Proposal[];
  claims?: string[];
  problems?: string[];
  /** Of duplicates: by what the claims look alike (M74). */
  alike?: Alike[];
  settlement?: {
    outcome: string;
    op: string;
    before: UnitValue | null;
    keep: string | null;
    credit: string | null;
    reason: string | null;
  } | null;
}
export interface Check {
  code: string;
  ok: boolean;
  detail: Record<string, unknown> | null;
}
export interface Entry {
  registration: string;
  flag: "live";
  seq: number;
  version: number;
  status: Status;
  status_at: string;
  clinic: string;
  recruiter: string;
  units: Units;
  consent: Consent;
  captured_at: string;
  received_at: string;
  skew_ms: number | null;
  location: CreateOperation["location"];
  review: {
    verdict: Verdict;
    remarks: Record<string, string>;
    message: string | null;
    by: string;
    at: string;
    version: number;
  } | null;
  approval: { version: number; by: string; at: string } | null;
  progress: Facts;
  threads: Thread[];
  history: { what: string; version: number; at: string; by: string; detail: string | null }[];
  checks?: Check[];
  credit: string | null;
  duplicate_of: string | null;
  /** What the server has of the photo that `units.photo` declares (P87); an entry kept from before has none (P80). */
  photos?: { id_photo: PhotoState };
  unit_stamps?: Partial<Record<UnitName, Stamp>>;
  /** Never on the wire: its words have gone from this phone (P146). */
  faded?: true;
}
/** "left": no longer in this view · "erased": nothing of it is kept any more (P142). */
export interface LeftEntry {
  registration: string;
  flag: "left" | "erased";
  seq: number;
}

/** Creates of this phone by their numbers, in parts that came in together (P182). */
export interface Own {
  made: { at: string; skew_ms: number | null; seq: number; n: number[][] }[];
  digest: string;
}

/** What has changed of entries since the version `since`; `digest` is that of the whole ones (P223, P225). */
export interface Changed {
  entries: (Omit<Entry, Unchanging> & { units: Partial<Units>; since: number })[];
  digest: string;
}
type Unchanging =
  | "flag"
  | "units"
  | "consent"
  | "captured_at"
  | "received_at"
  | "skew_ms"
  | "location"
  | "faded";

export interface SyncRequest {
  protocol: 1;
  device: string;
  /** The last one told, null before the first (P100). */
  incarnation: string | null;
  chain: { n: number; hash: string };
  operations: Operation[];
  waiting: number[];
  cursor: string | null;
  /** The 64 digests of what the phone holds, when that is not what the server holds (P58). */
  buckets: string[] | null;
  /** From which number on the phone still has what it said and no entry has held (P180). */
  own_from: number | null;
  /** Whether it can lay changes over what it holds (P222). */
  holds: true | null;
  /** What is sent as boxes that only the server can open (P92). */
  sealed: { n: number; op: string; hash: string; box: string }[] | null;
  limit: number;
  sent_at: string;
  health: {
    app: string;
    pending: number;
    oldest_pending_at: string | null;
    persisted: boolean | null;
    free_bytes: number | null;
    repair: Repair["how"] | null;
    repaired_at: string | null;
  };
}
export interface SyncAnswer {
  receipts: {
    through: number;
    chain: string;
    chain_matches: boolean;
    exceptions: Receipt[];
    /** The backup horizon (P108); an older server says nothing. */
    kept_through?: number | null;
  };
  feed: {
    entries: (Entry | LeftEntry)[];
    cursor: string;
    more: boolean;
    reset: null | "epoch" | "view" | "repair";
    covers: number | null;
    check: { count: number; digest: string } | null;
    repaired: number[] | null;
    /** Entries that follow from what the phone said itself (P181); an older server knows none. */
    own?: Own | null;
    /** Entries of which the phone holds an earlier state (P223); an older server knows none. */
    changed?: Changed | null;
  } | null;
  reading: "ok" | "session_expired" | "device_ended";
  /** What the next request shows. */
  incarnation: string | null;
  /** The phone should go on under another device id (P103). */
  renew: boolean;
  server_time: string;
  skew_ms: number;
  limits: components["schemas"]["Limits"];
}
/** Generated as they are; the rest is written by hand, and wire/agree.ts holds it to the same schema. */
export type Me = components["schemas"]["Me"];
/** An error on the wire (RFC 9457). */
export type Problem = components["schemas"]["Problem"];
