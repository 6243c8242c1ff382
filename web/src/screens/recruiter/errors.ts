/** What is still wrong in a form, as sentences at its fields. The rules are domain/rules.ts; here are their words. */
import { NIK_LENGTH, type NikProblem, readNik } from "../../domain/nik";
import { type Limits, problemsOf, type RuleProblem } from "../../domain/rules";
import type { Sex, Units } from "../../domain/types";
import { isText, t } from "../../text";
import type { FieldError } from "../../ui/error-summary";
import { ASK_IF_DAY_BELOW, type Fields } from "./form";

interface Asked {
  fields: Fields;
  today: string;
  limits: Limits;
}

/** Errors at some fields, in the order of the rules. */
export function errorsOf(fields: readonly string[], asked: Asked): FieldError[] {
  const broken = problemsOf(blankUnits(asked.fields), asked.today, asked.limits)
    .filter((problem) => !saidOtherwise(problem) && !comesWithNik(problem, asked.fields))
    .map((problem) => ({ id: problem.field, text: words(problem, asked) }));
  return [...broken, ...unanswered(asked.fields)].filter(
    ({ id }, i, all) => fields.includes(id) && all.findIndex((other) => other.id === id) === i,
  );
}

/** A draft made for a clinic that its author has lost asks for another before it is signed (P118). */
export function clinicErrors(clinic: string, mine: readonly { id: string }[]): FieldError[] {
  const lost = mine.length > 0 && !mine.some(({ id }) => id === clinic);
  return lost ? [{ id: "clinic", text: t("error.clinic.lost") }] : [];
}

export function consentErrors(method: boolean, strokes: readonly unknown[]): FieldError[] {
  const errors: FieldError[] = [];
  if (!method) errors.push({ id: "consent_method", text: t("error.consent_method.required") });
  if (strokes.length === 0) errors.push({ id: "signature", text: t("error.signature.required") });
  return errors;
}

/** The units with "" and 0 where nothing is typed, so that the rules can say what is missing. */
function blankUnits(fields: Fields): Units {
  return {
    identity: {
      nik: fields.nik ?? "",
      birth_date: fields.birth_date ?? "",
      sex: fields.sex ?? ("" as Sex),
      nik_confirmed: fields.nik_confirmed ?? false,
    },
    name: { full_name: fields.full_name ?? "", birth_place: fields.birth_place ?? null },
    address: {
      address: fields.address ?? "",
      village_code: fields.village_code ?? "",
      postcode: fields.postcode ?? null,
    },
    contact: { phone: fields.phone ?? "", email: fields.email ?? null },
    work: {
      occupation: fields.occupation ?? "",
      has_employees: fields.has_employees ?? false,
      workplace: fields.workplace ?? "",
      work_starts: fields.work_starts ?? null,
      work_ends: fields.work_ends ?? null,
      seen_at_work: fields.seen_at_work ?? false,
    },
    contribution: {
      monthly_income: fields.monthly_income ?? 0,
      income_amount: fields.income_amount ?? 0,
      income_per: fields.income_per ?? "month",
      income_days: fields.income_days ?? null,
      programmes: fields.programmes ?? ["jkk", "jkm"],
      months: fields.months ?? 1,
      first_month: fields.first_month ?? "",
      quote_total: fields.quote_total ?? 0,
      quote_tables: fields.quote_tables ?? "",
    },
    heirs: { heirs: fields.heirs ?? [] },
    note: { note: fields.note ?? null },
    photo: { id_photo: fields.id_photo ?? null },
  };
}

/** Asked in the words of `unanswered`, or never wrong in a form that computes it. */
function saidOtherwise({ field, code }: RuleProblem): boolean {
  return field === "monthly_income" || field === "income_days" || code === "jkk_jkm_required";
}

/** Birth date and sex are asked for once the whole NIK has not said them. */
function comesWithNik({ field }: RuleProblem, { nik = "", birth_date, sex }: Fields): boolean {
  const waits = nik.length < NIK_LENGTH;
  return waits && ((field === "birth_date" && !birth_date) || (field === "sex" && !sex));
}

/** Questions that a blank value would answer by itself. */
function unanswered(fields: Fields): FieldError[] {
  const { income_amount: amount = 0, work_starts: starts = null, work_ends: ends = null } = fields;
  const errors: FieldError[] = [];
  if (fields.has_employees === undefined) {
    errors.push({ id: "has_employees", text: t("error.has_employees.required") });
  }
  if (amount > 0 && amount < ASK_IF_DAY_BELOW && fields.income_per === undefined) {
    errors.push({ id: "income_per", text: t("error.income_per.required") });
  }
  if ((starts === null) !== (ends === null)) {
    errors.push({ id: "work_starts", text: t("error.work_hours.half") });
  }
  if (fields.months === undefined) {
    errors.push({ id: "months", text: t("error.months.required") });
  }
  return errors;
}

function words({ field, code }: RuleProblem, { fields, today, limits }: Asked): string {
  if (field === "nik") return nikWords(fields.nik ?? "", today, code);
  if (field === "birth_date" && (fields.birth_date ?? "") === "") {
    return t("error.birth_date.required");
  }
  if (code === "too_young") return t("error.birth_date.too_young", { n: limits.min_age });
  if (code === "too_old") return t("error.birth_date.too_old", { n: limits.max_age });
  const key = `error.${field}.${code}`;
  return isText(key) ? t(key) : t("error.other");
}

function nikWords(nik: string, today: string, code: string): string {
  if (nik === "") return t("error.nik.required");
  if (code === "short") return t("error.nik.short", { n: 16 - nik.length });
  if (code === "long") return t("error.nik.long", { n: nik.length - 16 });
  const fault = readNik(nik, today, () => undefined).problems.find(isConfirmable);
  return fault ? impossible(fault, nik) : t("error.nik.not_digits");
}

export function isConfirmable(problem: NikProblem): boolean {
  return problem.level === "confirmable";
}

/** Which digits cannot be, and why. */
export function impossible(problem: NikProblem, nik: string): string {
  if (problem.code === "month") return t("nik.month", { month: nik.slice(8, 10) });
  if (problem.code === "day") return t("nik.day", { day: nik.slice(6, 8) });
  return t("nik.no_such_date");
}
