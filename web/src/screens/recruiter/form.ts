/** What follows from what is typed: facts of the NIK, the month's income, the price. Pure. */

import type { FlatFields } from "../../domain/draft";
import { type IsRegion, readNik } from "../../domain/nik";
import { isTransport } from "../../domain/occupations";
import { sameValue } from "../../domain/same";
import { priced, quote } from "../../domain/tariff";
import type { Programme, Units } from "../../domain/types";

export type Fields = Partial<FlatFields>;
/** Undefined takes a field back. */
export type Patch = { [K in keyof FlatFields]?: FlatFields[K] | undefined };

/** Under this a month's income is asked about: perhaps it is a day's. */
export const ASK_IF_DAY_BELOW = 500_000;

/** The fields with a change in them and all that follows from it. */
export function changed(fields: Fields, patch: Patch, today: string): Fields {
  const merged: Record<string, unknown> = { ...fields, ...patch };
  for (const [name, value] of Object.entries(merged)) if (value === undefined) delete merged[name];
  return priceOf(incomeOf(merged as Fields), today);
}

/**
 * A NIK being typed: birth date and sex follow it, as long as nobody has corrected them. A corrected fact
 * stays, and a confirmation of an impossible date holds only for the digits that it was given for.
 */
export function withNik(fields: Fields, digits: string, today: string, isRegion: IsRegion): Patch {
  const before = readNik(fields.nik ?? "", today, isRegion);
  const now = readNik(digits, today, isRegion);
  const follows = <T>(value: T | undefined, was: T | null, is: T | null) =>
    value === undefined || value === was ? (is ?? undefined) : value;
  return {
    nik: digits,
    nik_confirmed: false,
    birth_date: follows(fields.birth_date, before.birth_date, now.birth_date),
    sex: follows(fields.sex, before.sex, now.sex),
  };
}

function incomeOf(fields: Fields): Fields {
  const { income_amount: amount } = fields;
  if (amount === undefined) return fields;
  if (amount >= ASK_IF_DAY_BELOW && fields.income_per !== "month") {
    return { ...fields, income_per: "month", income_days: null, monthly_income: amount };
  }
  if (fields.income_per === "day") {
    return { ...fields, monthly_income: amount * (fields.income_days ?? 0) };
  }
  return fields.income_per === "month"
    ? { ...fields, income_days: null, monthly_income: amount }
    : fields;
}

function priceOf(fields: Fields, today: string): Fields {
  const chosen = fields.programmes ?? (["jkk", "jkm"] satisfies Programme[]);
  const programmes: Programme[] =
    fields.has_employees && !chosen.includes("jht") ? [...chosen, "jht"] : [...chosen];
  const { first_month: said } = fields;
  const first = said && priced(said) ? said : today.slice(0, 7); // begun under a clock that was wrong (P155)
  const whole: Fields = { ...fields, programmes, first_month: first };
  const { monthly_income: income, occupation, months } = whole;
  if (income === undefined || occupation === undefined || months === undefined || !priced(first)) {
    return whole;
  }
  const price = quote({
    income,
    programmes,
    months,
    first_month: first,
    transport: isTransport(occupation),
  });
  return { ...whole, quote_total: price.total, quote_tables: price.tables };
}

/** Only those units that differ. Both sides are whole. */
export function changedUnits(before: Units, after: Units): Partial<Units> {
  return Object.fromEntries(
    Object.entries(after).filter(([unit, value]) => !sameValue(value, before[unit as keyof Units])),
  );
}
