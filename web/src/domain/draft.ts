/** A draft: typed, no registration yet, never leaves the phone. */
import { UNITS } from "../wire/units.gen";
import type { Consent, Intention, Units } from "./types";

type Flat<U> = U extends unknown ? (x: U) => void : never;
/** Every field of every unit by its own name. */
export type FlatFields = Flat<Units[keyof Units]> extends (x: infer All) => void ? All : never;

export interface DraftConsent {
  /** Null until the recruiter has said how the notice was taken in. */
  method: Consent["method"] | null;
  /** Strokes x,y,x,y… in integer pixels of a 600×200 pad. */
  strokes: number[][];
  language: Consent["language"];
  /** What was agreed to and when; stamped when the draft is kept with a signature for the first time. */
  given?: Pick<Consent, "given_at" | "notice_version" | "notice_hash">;
}

export interface Draft {
  /** Becomes the registration's id. */
  id: string;
  clinic: string;
  step: number;
  fields: Partial<FlatFields>;
  consent: DraftConsent | null;
  created_at: string;
  touched_at: string;
}

/** A draft that cannot be a registration yet; `fields` are those without a value. */
export class IncompleteDraft extends Error {
  constructor(readonly fields: readonly string[]) {
    super(`incomplete: ${fields.join(", ")}`);
  }
}

/** What a field is when nobody has typed it; those not named here must be typed. */
const UNTYPED: Partial<FlatFields> = {
  nik_confirmed: false,
  birth_place: null,
  postcode: null,
  email: null,
  has_employees: false,
  work_starts: null,
  work_ends: null,
  seen_at_work: false,
  income_days: null,
  heirs: [],
  note: null,
  id_photo: null,
};

/** All units, whole (rule P14). Throws IncompleteDraft. */
export function unitsOf(fields: Partial<FlatFields>): Units {
  const typed: Record<string, unknown> = { ...UNTYPED, ...fields };
  const missing = Object.values(UNITS)
    .flat()
    .filter((field) => typed[field] === undefined);
  if (missing.length > 0) throw new IncompleteDraft(missing);
  return Object.fromEntries(
    Object.entries(UNITS).map(([unit, names]) => [
      unit,
      Object.fromEntries(names.map((name) => [name, typed[name]])),
    ]),
  ) as unknown as Units;
}

/** The create that a consented draft asks for. Throws IncompleteDraft. */
export function createOf(draft: Draft, capturedAt: string): Intention {
  const { consent } = draft;
  if (!consent?.given || consent.method === null || consent.strokes.length === 0) {
    throw new IncompleteDraft(["consent"]);
  }
  return {
    kind: "create",
    registration: draft.id,
    base: 0,
    clinic: draft.clinic,
    set: unitsOf(draft.fields),
    consent: {
      ...consent.given,
      language: consent.language,
      method: consent.method,
      signature: thinned(consent.strokes),
    },
    captured_at: capturedAt,
    location: null, // P148
  };
}

/** The pad's width and height in pixels: what the wire takes. */
const PAD = [600, 200] as const;
/** More would not make a signature clearer, and an operation is at most 64 KiB (rule P15). */
const MOST_POINTS = 3000;
const MOST_STROKES = 500;

/** Strokes with about MOST_POINTS points at most in all, each keeping its ends, inside the pad. */
export function thinned(strokes: readonly number[][]): number[][] {
  const points = strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0);
  const every = Math.max(1, Math.ceil(points / MOST_POINTS));
  return strokes
    .slice(0, MOST_STROKES)
    .map((stroke) =>
      stroke
        .map((value, i) => Math.min(PAD[i % 2 === 0 ? 0 : 1], Math.max(0, Math.round(value))))
        .filter((_, i) => Math.floor(i / 2) % every === 0 || i >= stroke.length - 2),
    );
}
