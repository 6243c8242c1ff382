/** The server's checks in words: what each says when passed, when failed, and what it was compared with. */
import { readNik } from "../../domain/nik";
import type { Projected } from "../../domain/project";
import type { Check } from "../../domain/types";
import { type DeskKey, d } from "../../text/desk";
import { firstName } from "../desk/names";
import { cardDate, moment, money, skewWords } from "../desk/show";
import { dayOf } from "./queue";

/** The checks that the server makes (server/domain/checks.py); an unknown one is shown by its code. */
type CheckCode =
  | "nik_complete"
  | "birth_date_matches_nik"
  | "age"
  | "duplicate"
  | "clock"
  | "seen_at_work"
  | "tariff"
  | "late_work"
  | "photo";

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
  if (!check.ok) {
    const onlySex = check.code === "birth_date_matches_nik" && !check.detail?.date_differs;
    return onlySex ? d("check.sex.fail") : d(`check.${check.code}.fail`);
  }
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
    default:
      return "";
  }
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
