/** The words of the wire, as docs/protocol.md gives them. Field names are the wire's own. */
import type { components } from "../wire/api.gen";
import type { Repair } from "./tally";

export type Role = "recruiter" | "supervisor" | "admin";
export type Sex = "male" | "female";
export type Programme = "jkk" | "jkm" | "jht";
export type Status =
  | "submitted"
  | "returned"
  | "approved"
  | "rejected"
  | "withdrawn"
  | "code_issued"
  | "paid"
  | "registered";

export interface Units {
  identity: { nik: string; birth_date: string; sex: Sex; nik_confirmed: boolean };
  name: { full_name: string; birth_place: string | null };
  address: { address: string; village_code: string; postcode: string | null };
  contact: { phone: string; email: string | null };
  work: {
    occupation: string;
    has_employees: boolean;
    workplace: string;
    work_starts: string | null;
    work_ends: string | null;
    seen_at_work: boolean;
  };
  contribution: {
    monthly_income: number;
    income_amount: number;
    income_per: "day" | "month";
    income_days: number | null;
    programmes: Programme[];
    months: 1 | 3 | 6 | 12;
    first_month: string; // "2026-11"
    quote_total: number;
    quote_tables: string; // version of the tariff tables, e.g. "2026-04-01"
  };
  heirs: { heirs: { name: string; relation: string }[] };
  note: { note: string | null };
}
export type UnitName = keyof Units;
export type UnitValue = Units[UnitName];

export interface Consent {
  notice_version: number;
  notice_hash: string;
  language: "id" | "en";
  given_at: string;
  method: "read" | "read_aloud";
  /** Strokes x,y,x,y… in integer pixels of a 600×200 pad. Left out of the recruiter's feed. */
  signature?: number[][];
}

export interface Author {
  account: string;
  role: Role;
  device: string;
}

interface OperationHead {
  op: string;
  n: number;
  schema: 1;
  registration: string;
  base: number;
  author: Author;
  recorded_at: string;
}
export interface CreateOperation extends OperationHead {
  kind: "create";
  base: 0;
  clinic: string;
  set: Units;
  consent: Required<Consent>;
  captured_at: string;
  location: { lat_e6: number; lon_e6: number; accuracy_m: number } | null;
}
export interface AmendOperation extends OperationHead {
  kind: "amend";
  set: Partial<Units>;
  was: Partial<Units>;
}
export interface WithdrawOperation extends OperationHead {
  kind: "withdraw";
  reason: string;
}
export type Verdict = "approve" | "return" | "reject" | "reopen";
export interface ReviewOperation extends OperationHead {
  kind: "review";
  verdict: Verdict;
  remarks: Record<string, string>;
  message: string | null;
}
export type Choice = { thread: string; moves: number } & (
  | { choice: "standing" }
  | { choice: "proposed"; proposal: string }
  | { choice: "value"; value: UnitValue }
  | { choice: "keep"; keep: string; credit: string }
  | { choice: "two_people"; reason: string }
  | { choice: "reopen" }
);
export interface ResolveOperation extends OperationHead {
  kind: "resolve";
  choices: Choice[];
  claims: string[];
}
/** What the branch's portal said after approval; each step needs its own. */
export interface Facts {
  payment_code?: string;
  valid_until?: string;
  amount?: number;
  paid_at?: string;
  kpj?: string;
}
export interface ProgressOperation extends OperationHead {
  kind: "progress";
  step: "code_issued" | "paid" | "registered";
  facts: Facts;
}
/** An admin's word about an operation that waits for one (M60–M66). */
export interface DecideOperation extends OperationHead {
  kind: "decide";
  about: { device: string; n: number };
  choice: "take" | "dismiss";
  seen: "waiting" | "dismissed";
  reason: string | null;
}
export type Operation =
  | CreateOperation
  | AmendOperation
  | WithdrawOperation
  | ReviewOperation
  | ResolveOperation
  | ProgressOperation
  | DecideOperation;
/** An operation before the outbox has given it op, n, author and recorded_at. */
export type Intention = Operation extends infer O
  ? O extends Operation
    ? Omit<O, "op" | "n" | "schema" | "author" | "recorded_at">
    : never
  : never;

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
}
export interface Proposal {
  value: UnitValue;
  base: number;
  was: UnitValue | null;
  stamp: Stamp;
}
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
  unit_stamps?: Partial<Record<UnitName, Stamp>>;
}
export interface LeftEntry {
  registration: string;
  flag: "left";
  seq: number;
}

export interface SyncRequest {
  protocol: 1;
  device: string;
  chain: { n: number; hash: string };
  operations: Operation[];
  waiting: number[];
  cursor: string | null;
  /** The 64 digests of what the phone holds, when that is not what the server holds (P58). */
  buckets: string[] | null;
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
  receipts: { through: number; chain: string; chain_matches: boolean; exceptions: Receipt[] };
  feed: {
    entries: (Entry | LeftEntry)[];
    cursor: string;
    more: boolean;
    reset: null | "epoch" | "view" | "repair";
    covers: number | null;
    check: { count: number; digest: string } | null;
    repaired: number[] | null;
  } | null;
  reading: "ok" | "session_expired" | "device_ended";
  server_time: string;
  skew_ms: number;
  limits: components["schemas"]["Limits"];
}
/** Generated as they are; the rest is written by hand, and wire/agree.ts holds it to the same schema. */
export type Me = components["schemas"]["Me"];
/** An error on the wire (RFC 9457). */
export type Problem = components["schemas"]["Problem"];
