/** What people say, in the words of docs/protocol.md sections 1 and 2: units, consent, operations. */

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

/** A photo by the hash of its bytes, which have a lane of their own (P80–P89). */
export interface DeclaredPhoto {
  sha256: string;
  bytes: number;
  type: "image/jpeg" | "image/png" | "image/webp";
}

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
  photo: { id_photo: DeclaredPhoto | null };
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
  schema: 2;
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
/** The person takes their consent back, or asks to be forgotten (M98). */
export interface EraseOperation extends OperationHead {
  kind: "erase";
  ground: "consent_withdrawn" | "asked";
}
export type Verdict = "approve" | "return" | "reject" | "reopen";
export interface ReviewOperation extends OperationHead {
  kind: "review";
  verdict: Verdict;
  remarks: Record<string, string>;
  message: string | null;
  /** The digest of the units that were read (P111). */
  read: string | null;
}
/** Units of another claim for the kept one (M106); a photo stays where its bytes are. */
export type Brought = Partial<Omit<Units, "photo">>;
export type Choice = { thread: string; moves: number } & (
  | { choice: "standing" }
  | { choice: "proposed"; proposal: string }
  | { choice: "value"; value: UnitValue }
  | { choice: "keep"; keep: string; credit: string; set: Brought | null }
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
  about: { device: string; n: number; hash: string | null };
  choice: "take" | "dismiss";
  seen: "waiting" | "dismissed";
  reason: string | null;
}
export type Operation =
  | CreateOperation
  | AmendOperation
  | WithdrawOperation
  | EraseOperation
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
