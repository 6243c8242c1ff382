/**
 * What a member pays (rupiah, whole: the bases are such that nothing is ever rounded).
 *
 * The twin of server/domain/tariff.py over the same dated tables. Each contribution month is priced by
 * what is valid in it.
 */
import data from "../../../server/domain/data/tariff.json";
import { monthsFrom } from "./days";
import type { Programme } from "./types";

export interface Question {
  /** Rupiah a month. */
  income: number;
  programmes: readonly Programme[];
  months: number;
  /** `YYYY-MM` */
  first_month: string;
  transport: boolean;
}
export interface QuotedMonth {
  month: string;
  jkk: number;
  jkm: number;
  jht: number;
  total: number;
  /** Without relief. */
  full: number;
}
export interface Quote {
  total: number;
  saved: number;
  /** The first month's. */
  base: number;
  months: QuotedMonth[];
  /** Neighbouring months of one price. */
  groups: { count: number; price: number }[];
  /** Version of the tables that made the quote. */
  tables: string;
}

type Rates = (typeof data.tables)[number];

export const TARIFF_VERSION: string = data.version;
export const MONTHS_OFFERED: readonly number[] = data.months_offered.values;
export const REQUIRED_PROGRAMMES: readonly string[] = data.programmes.required;

/** Whether there is a table for a contribution month. */
export function priced(month: string): boolean {
  return data.tables.some((rates) => rates.valid_from <= month);
}

/** The last month of the relief that is running in `month`, or null. */
export function reliefUntil(month: string, transport: boolean): string | null {
  return reliefsIn(month, transport)[0]?.to ?? null;
}

/** Prices the months one by one. Throws for a month before the first table (see `priced`). */
export function quote(asked: Question): Quote {
  const months = monthsFrom(asked.first_month, asked.months).map((month) => price(asked, month));
  const groups: Quote["groups"] = [];
  for (const { total } of months) {
    const last = groups.at(-1);
    if (last?.price === total) last.count += 1;
    else groups.push({ count: 1, price: total });
  }
  return {
    total: sum(months.map((month) => month.total)),
    saved: sum(months.map((month) => month.full - month.total)),
    base: baseOf(validIn(asked.first_month), asked.income),
    months,
    groups,
    tables: TARIFF_VERSION,
  };
}

function price(asked: Question, month: string): QuotedMonth {
  const rates = validIn(month);
  const base = baseOf(rates, asked.income);
  const wanted = (programme: Programme, full: number) =>
    asked.programmes.includes(programme) ? full : 0;
  const due = (programme: Programme, full: number) =>
    Math.floor((full * (100 - percentOff(asked, month, programme))) / 100);
  const full = {
    jkk: wanted("jkk", Math.floor((base * rates.jkk_permille) / 1000)),
    jkm: wanted("jkm", rates.jkm),
    jht: wanted("jht", Math.floor((base * rates.jht_permille) / 1000)),
  };
  const [jkk, jkm, jht] = [due("jkk", full.jkk), due("jkm", full.jkm), due("jht", full.jht)];
  return { month, jkk, jkm, jht, total: jkk + jkm + jht, full: full.jkk + full.jkm + full.jht };
}

function validIn(month: string): Rates {
  const valid = data.tables.filter((rates) => rates.valid_from <= month);
  const [first, ...rest] = valid;
  if (first === undefined) throw new RangeError(`no tariff table for ${month}`);
  return rest.reduce((best, rates) => (rates.valid_from > best.valid_from ? rates : best), first);
}

/** The printed ranges have gaps of Rp 999, so only lower ends are compared; the first begins at 0. */
function baseOf(rates: Rates, income: number): number {
  return Math.max(
    ...rates.brackets.filter((row) => row.income_from <= income).map((row) => row.base),
  );
}

function reliefsIn(month: string, transport: boolean) {
  const occupations = transport ? "transport" : "other";
  return data.reliefs.filter(
    (relief) => relief.occupations === occupations && relief.from <= month && month <= relief.to,
  );
}

function percentOff(asked: Question, month: string, programme: Programme): number {
  const reliefs = reliefsIn(month, asked.transport).filter((relief) =>
    relief.programmes.includes(programme),
  );
  return sum(reliefs.map((relief) => relief.percent_off));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
