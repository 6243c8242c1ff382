/**
 * Patterns of fraud over the registrations that a desk holds (M101): marks to look at, never verdicts.
 *
 * Pure and cheap: what a registration says is read once for each version of its units, and groups are
 * made by sorting or by key, never by comparing each with each.
 */
import data from "../../../server/domain/data/patterns.json";
import tariff from "../../../server/domain/data/tariff.json";
import { bursts, byKey, chains, crowds, type Fact, type Found, peopleIn } from "./clusters";
import type { Projected } from "./project";

export type PatternKind = "nik_sequence" | "same_phone" | "same_address" | "burst" | "equal_income";

/** One mark on one registration. */
export interface Pattern {
  kind: PatternKind;
  /** All registrations that it is about, this one among them, in the order of their capture. */
  among: Found;
  /** How many different people these are. */
  people: number;
}
/** Marks by registration; one without a mark is not in it. */
export type Marks = ReadonlyMap<string, readonly Pattern[]>;
export const NO_MARKS: Marks = new Map();

export type Thresholds = (typeof data)[number];

/** What holds on a day (`YYYY-MM-DD`); the oldest before there was any. */
export function thresholdsOn(day: string): Thresholds {
  const found = data.findLast((row) => row.valid_from <= day) ?? data[0];
  if (!found) throw new Error("no thresholds at all");
  return found;
}

/** Every mark among these registrations. */
export function patternsAmong(registrations: Iterable<Projected>, on: Thresholds): Marks {
  const facts = [...registrations]
    .map(factOf)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const marks = new Map<string, Pattern[]>();
  for (const [kind, found] of groupsOf(facts, on)) {
    for (const group of found) mark(marks, kind, group);
  }
  return marks;
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

function groupsOf(facts: readonly Fact[], on: Thresholds): [PatternKind, Found[]][] {
  const whole = facts.filter((fact) => /^\d{16}$/.test(fact.nik));
  const { near, people, days } = on.equal_income;
  const edges = facts.filter((fact) => isNearBracket(fact.income, near));
  const serial = (fact: Fact) => Number(fact.nik.slice(12));
  return [
    // The first twelve digits are a district and a day: more than two neighbours there are rare.
    [
      "nik_sequence",
      chains(
        byKey(whole, (f) => f.nik.slice(0, 12)),
        serial,
        on.nik_sequence,
      ),
    ],
    [
      "same_phone",
      crowds(
        byKey(facts, (f) => f.phone),
        on.same_phone.people,
      ),
    ],
    [
      "same_address",
      crowds(
        byKey(facts, (f) => f.address),
        on.same_address.people,
      ),
    ],
    [
      "burst",
      bursts(
        byKey(facts, (f) => f.recruiter),
        { people: on.burst.people, span: on.burst.minutes * MINUTE },
      ),
    ],
    [
      "equal_income",
      bursts(
        byKey(edges, (f) => `${f.recruiter} ${f.income}`),
        { people, span: days * DAY },
      ),
    ],
  ];
}

/** Where some rupiah more or less change the contribution. */
function isNearBracket(income: number, near: number): boolean {
  return BRACKETS.some((from) => Math.abs(income - from) <= near);
}

/** Every bracket of every table; the first begins at nothing, and nobody earns that. */
const BRACKETS = tariff.tables
  .flatMap((table) => table.brackets.map((row) => row.income_from))
  .filter((from) => from > 0);

/** The registrations of other people that a mark is about. */
export function othersOf(pattern: Pattern, { units }: Projected): string[] {
  return pattern.among.filter((fact) => fact.nik !== units.identity.nik).map((fact) => fact.id);
}

function mark(marks: Map<string, Pattern[]>, kind: PatternKind, among: Found): void {
  const pattern: Pattern = { kind, among, people: peopleIn(among) };
  for (const { id } of among) {
    const own = marks.get(id);
    if (own) own.push(pattern);
    else marks.set(id, [pattern]);
  }
}

/** Units are never changed in place, so what they say is kept as long as they are. */
const known = new WeakMap<Projected["units"], Omit<Fact, "id" | "recruiter" | "at">>();

function factOf(registration: Projected): Fact {
  const { units, id, recruiter } = registration;
  let said = known.get(units);
  if (!said) {
    said = {
      nik: units.identity.nik,
      phone: units.contact.phone,
      address: addressKey(units.address.village_code, units.address.address),
      income: units.contribution.monthly_income,
    };
    known.set(units, said);
  }
  // A phone's skew is the same for all that it captures in a burst; only put right can two phones be compared.
  const at = Date.parse(registration.captured_at) - (registration.entry?.skew_ms ?? 0);
  return { ...said, id, recruiter, at };
}

const STREET_WORDS = /\b(?:jl|jln|jalan|gg|gang|no|nomor|rt|rw|blok)\b|[^a-z0-9]/g;

/** Village and what is left of the street without its little words; empty where that is no address. */
function addressKey(village: string, address: string): string {
  const street = address.toLowerCase().replace(STREET_WORDS, "");
  return street.length > 3 ? `${village} ${street}` : "";
}
