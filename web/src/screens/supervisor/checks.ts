/** The server's checks in words: what each says when passed, when failed, and what it was compared with. */
import { readNik } from "../../domain/nik";
import type { PatternKind } from "../../domain/patterns";
import type { Projected } from "../../domain/project";
import type { Check } from "../../domain/types";
import { type DeskKey, d } from "../../text/desk";
import { firstName } from "../desk/names";
import { cardDate, moment, money, skewWords } from "../desk/show";
import { dayOf } from "./queue";

/** What the server checks (server/domain/checks.py), and the desk's own marks; an unknown one is shown by its code. */
type CheckCode =
  | "nik_complete"
  | "birth_date_matches_nik"
  | "age"
  | "duplicate"
  | "clock"
  | "seen_at_work"
  | "tariff"
  | "late_work"
  | "photo"
  | "consent"
  | "patterns"
  | PatternKind;

const FIELDS: Record<CheckCode, readonly string[]> = {
  nik_complete: ["nik"],
  birth_date_matches_nik: ["birth_date", "sex"],
  age: ["birth_date"],
  duplicate: ["nik"],
  clock: [],
  seen_at_work: ["seen_at_work"],
  tariff: ["quote_total"],
  late_work: [],
  photo: ["id_photo"],
  consent: [],
  patterns: [],
  nik_sequence: ["nik"],
  same_phone: ["phone"],
  same_address: ["address"],
  burst: [],
  equal_income: ["monthly_income"],
};

function isKnown(code: string): code is CheckCode {
  return code in FIELDS;
}

/** The fields that a failed check marks. */
export function checkFields(check: Check): readonly string[] {
  if (check.code === "birth_date_matches_nik") {
    return [
      ...(check.detail?.date_differs ? ["birth_date"] : []),
      ...(check.detail?.sex_differs ? ["sex"] : []),
    ];
  }
  return isKnown(check.code) ? FIELDS[check.code] : [];
}

export function checkWords(check: Check): string {
  if (!isKnown(check.code)) return check.code;
  if (!check.ok && check.code !== "patterns") {
    const onlySex = check.code === "birth_date_matches_nik" && !check.detail?.date_differs;
    return onlySex ? d("check.sex.fail") : d(`check.${check.code}.fail`);
  }
  if (isMark(check.code)) return d("check.patterns.ok");
  return d(`check.${check.code}.ok`, {
    age: String(check.detail?.age ?? ""),
    skew: skewWords(numberOf(check, "skew_ms")).off,
  });
}

const PHOTO_NOTES: Readonly<Record<string, DeskKey>> = {
  awaited: "check.photo_awaited",
  unreadable: "check.photo_unreadable",
  none: "check.photo_none",
};

/** What a failed check was compared with, or why it failed; empty where the heading says it all. */
export function checkNote(check: Check, registration: Projected): string {
  const { identity } = registration.units;
  switch (check.code) {
    case "nik_complete":
      return nikNote(check);
    case "birth_date_matches_nik": {
      const reading = readNik(identity.nik, dayOf(registration.captured_at), () => undefined);
      if (check.detail?.date_differs && reading.birth_date) {
        return d("check.nik_says", { value: cardDate(reading.birth_date) });
      }
      return reading.sex ? d("check.nik_says", { value: d(`sex.${reading.sex}`) }) : "";
    }
    case "age":
      return d("check.age_is", { age: String(check.detail?.age ?? "–") });
    case "duplicate":
      return d(check.detail?.open ? "check.duplicate_open" : "check.duplicate_lost");
    case "clock":
      return skewWords(numberOf(check, "skew_ms")).words;
    case "tariff":
      return check.detail?.computed === undefined
        ? d("check.no_tariff")
        : d("check.computed", { value: money(Number(check.detail.computed)) });
    case "late_work":
      return lateNote(check.detail ?? {});
    case "photo":
      return photoNote(check);
    case "consent":
      return consentNote(check.detail ?? {});
    case "nik_sequence":
    case "same_phone":
    case "same_address":
    case "burst":
    case "equal_income":
      return d(`check.${check.code}.note`, { n: String(check.detail?.people) });
    default:
      return "";
  }
}

const MARKS: readonly string[] = [
  "nik_sequence",
  "same_phone",
  "same_address",
  "burst",
  "equal_income",
] satisfies PatternKind[];

export function isMark(code: string): code is PatternKind {
  return MARKS.includes(code);
}

/** The registrations that a failed check is about, beside this one: the evidence, to be opened. */
export function evidenceOf(
  check: Check,
  registration: Projected,
  all: ReadonlyMap<string, Projected>,
): Projected[] {
  if (check.ok) return [];
  if (isMark(check.code)) {
    const others = (check.detail?.others ?? []) as readonly string[];
    return others.flatMap((id) => all.get(id) ?? []);
  }
  if (check.code !== "duplicate") return [];
  const { nik } = registration.units.identity;
  return [...all.values()].filter((r) => r.id !== registration.id && r.units.identity.nik === nik);
}

/** M100. */
function consentNote({ version, newest }: Record<string, unknown>): string {
  return newest === 0
    ? d("check.consent.unknown", { n: String(version) })
    : d("check.consent.other", { a: String(version), b: String(newest) });
}

function photoNote(check: Check): string {
  const key = PHOTO_NOTES[String(check.detail?.state)];
  return key ? d(key) : "";
}

/** The three moments that show whether a clock was set back (M78). */
function lateNote(detail: Record<string, unknown>): string {
  return d("check.late_work.note", {
    name: firstName(String(detail.by)),
    made: moment(String(detail.made_at)),
    ended: moment(String(detail.entitled_until)),
    received: moment(String(detail.received_at)),
  });
}

function nikNote(check: Check): string {
  const words =
    check.detail?.problem === "region_unknown"
      ? d("check.region_unknown", { region: String(check.detail.region) })
      : d("check.nik_problem");
  return check.detail?.confirmed ? `${words} ${d("check.confirmed")}` : words;
}

function numberOf(check: Check, key: string): number | null {
  const value = check.detail?.[key];
  return typeof value === "number" ? value : null;
}
