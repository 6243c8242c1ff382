/**
 * Reading a NIK: `PPRRDD DDMMYY SSSS`, region and date of *first* registration, serial. No check digit.
 *
 * The twin of server/domain/nik.py, held to tests/vectors/nik.json. Region codes are Kemendagri's, with
 * dots. An unknown region and a differing birth date only warn: regions are split, the number stays.
 */
import { ageOn, realDate } from "./days";
import type { Sex } from "./types";

export interface NikProblem {
  code:
    | "short"
    | "long"
    | "not_digits"
    | "month"
    | "day"
    | "no_such_date"
    | "serial_zero"
    | "region_unknown"
    | "century_unclear";
  /** `confirmable` blocks until the recruiter says that it is so on the card. */
  level: "block" | "confirmable" | "warn";
  /** First and last digit at fault, counted from 1. */
  digits?: [from: number, to: number];
}
export interface NikReading {
  digits: string;
  /** Codes as far as they are typed. */
  region: { province: string | null; regency: string | null; district: string | null };
  /** Null while unknown, impossible, or of unclear century. */
  birth_date: string | null;
  sex: Sex | null;
  age: number | null;
  problems: NikProblem[];
}
/** Whether a region code is known; undefined while there are no tables to ask. */
export type IsRegion = (code: string) => boolean | undefined;

export const NIK_LENGTH = 16;
/** Women's day of birth is written 40 higher. */
const WOMEN_FROM = 40;
/** The century is the one that puts the age here; not the organisation's age limits. */
const LIKELY_AGES = { from: 17, to: 64 };

/** Drops what people put between digits: spaces, dots, dashes. */
export function cleanNik(text: string): string {
  return text.replace(/[ .\-\t\n\u00a0\u2009\u2013]/g, "");
}

/** `327501 470884 0002`, as far as typed. */
export function formatNik(digits: string): string {
  return [digits.slice(0, 6), digits.slice(6, 12), digits.slice(12)].filter(Boolean).join(" ");
}

/** `3275********0002`, wherever the NIK need not be whole. */
export function maskNik(digits: string): string {
  return `${digits.slice(0, 4)}${"*".repeat(Math.max(0, digits.length - 8))}${digits.slice(-4)}`;
}

/** Reads a cleaned NIK, whole or still being typed; `today` decides the century and the age. */
export function readNik(digits: string, today: string, isRegion: IsRegion): NikReading {
  if (!/^[0-9]*$/.test(digits)) {
    const region = { province: null, regency: null, district: null };
    const problems: NikProblem[] = [{ code: "not_digits", level: "block" }];
    return { digits, region, birth_date: null, sex: null, age: null, problems };
  }
  const region = regionOf(digits);
  const faults = dateFaults(digits);
  const sex = faults.some((fault) => fault.code === "day") ? null : sexOf(digits);
  const birth = faults.length === 0 ? birthOf(digits, today) : null;
  const problems = [...lengthFaults(digits), ...faults];
  if (digits.length >= 12 && faults.length === 0 && birth === null) {
    problems.push({ code: "century_unclear", level: "warn", digits: [11, 12] });
  }
  problems.push(...regionFaults(region, isRegion));
  if (digits.slice(12, 16) === "0000") {
    problems.push({ code: "serial_zero", level: "warn", digits: [13, 16] });
  }
  const age = birth === null ? null : ageOn(birth, today);
  return { digits, region, birth_date: birth, sex, age, problems };
}

/**
 * Whether the entered birth date and sex differ from what the whole NIK says. Compares day, month and
 * two-digit year, so that no guess at a century can make a difference.
 */
export function differsFromNik(
  nik: string,
  birthDate: string,
  sex: Sex,
): { birth_date: boolean; sex: boolean } {
  const written = `${String(dayOf(nik)).padStart(2, "0")}${nik.slice(8, 12)}`;
  const entered = `${birthDate.slice(8, 10)}${birthDate.slice(5, 7)}${birthDate.slice(2, 4)}`;
  return { birth_date: written !== entered, sex: sexOf(nik) !== sex };
}

function regionOf(digits: string): NikReading["region"] {
  const parts = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)];
  const upTo = (n: number) => (digits.length >= 2 * n ? parts.slice(0, n).join(".") : null);
  return { province: upTo(1), regency: upTo(2), district: upTo(3) };
}

function dayOf(digits: string): number {
  const day = Number(digits.slice(6, 8));
  return day > WOMEN_FROM ? day - WOMEN_FROM : day;
}

function sexOf(digits: string): Sex | null {
  if (digits.length < 8) return null;
  return Number(digits.slice(6, 8)) > WOMEN_FROM ? "female" : "male";
}

function lengthFaults(digits: string): NikProblem[] {
  if (digits.length < NIK_LENGTH) return [{ code: "short", level: "block" }];
  return digits.length > NIK_LENGTH ? [{ code: "long", level: "block" }] : [];
}

function dateFaults(digits: string): NikProblem[] {
  const faults: NikProblem[] = [];
  const month = Number(digits.slice(8, 10));
  if (digits.length >= 8 && !(dayOf(digits) >= 1 && dayOf(digits) <= 31)) {
    faults.push({ code: "day", level: "confirmable", digits: [7, 8] });
  }
  if (digits.length >= 10 && !(month >= 1 && month <= 12)) {
    faults.push({ code: "month", level: "confirmable", digits: [9, 10] });
  }
  if (faults.length === 0 && digits.length >= 12 && realDates(digits).length === 0) {
    faults.push({ code: "no_such_date", level: "confirmable", digits: [7, 12] });
  }
  return faults;
}

function realDates(digits: string): string[] {
  const [month, year] = [Number(digits.slice(8, 10)), Number(digits.slice(10, 12))];
  return [1900, 2000]
    .map((century) => realDate(century + year, month, dayOf(digits)))
    .filter((date) => date !== null);
}

function birthOf(digits: string, today: string): string | null {
  if (digits.length < 12) return null;
  const fits = (birth: string) => {
    const age = ageOn(birth, today);
    return age >= LIKELY_AGES.from && age <= LIKELY_AGES.to;
  };
  return realDates(digits).find(fits) ?? null;
}

function regionFaults(region: NikReading["region"], isRegion: IsRegion): NikProblem[] {
  const levels: [code: string | null, digits: [number, number]][] = [
    [region.province, [1, 2]],
    [region.regency, [3, 4]],
    [region.district, [5, 6]],
  ];
  const unknown = levels.find(([code]) => code !== null && isRegion(code) === false);
  return unknown ? [{ code: "region_unknown", level: "warn", digits: unknown[1] }] : [];
}
