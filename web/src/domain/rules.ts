/**
 * The hard rules of a whole registration; the twin of server/domain/rules.py, same codes, same order.
 * A unit that is absent is not judged, so that a form may ask while it is being filled in.
 */
import { ageOn, parsedDate } from "./days";
import { cleanNik, readNik } from "./nik";
import { storedPhoneProblem } from "./phone";
import { MONTHS_OFFERED, priced, REQUIRED_PROGRAMMES } from "./tariff";
import type { Me, UnitName, Units } from "./types";

/** `unit` and `field` are names of the wire; the server writes the same as `unit.field:code`. */
export interface RuleProblem {
  unit: UnitName;
  field: string;
  code: string;
}
export type Limits = Pick<Me["settings"], "min_age" | "max_age" | "id_photo">;
type Broken = [field: string, code: string];

/** The broken rules in the order of the units; `today` is `YYYY-MM-DD`. */
export function problemsOf(units: Partial<Units>, today: string, settings: Limits): RuleProblem[] {
  const { identity, name, address, contact, work, contribution, heirs, photo } = units;
  const found: [UnitName, Broken[]][] = [
    ["identity", identity ? inIdentity(identity, today, settings) : []],
    ["name", name ? required(name, "full_name") : []],
    ["address", address ? inAddress(address) : []],
    ["contact", contact ? inContact(contact) : []],
    ["work", work ? [...required(work, "occupation"), ...required(work, "workplace")] : []],
    ["contribution", contribution ? inContribution(contribution, work) : []],
    ["heirs", heirs ? inHeirs(heirs) : []],
    ["photo", photo ? inPhoto(photo, settings) : []],
  ];
  return found.flatMap(([unit, broken]) => broken.map(([field, code]) => ({ unit, field, code })));
}

function inIdentity(unit: Units["identity"], today: string, limits: Limits): Broken[] {
  const { problems } = readNik(cleanNik(unit.nik), today, () => undefined);
  const broken: Broken[] = problems
    .filter((problem) => problem.level === "block")
    .map((problem) => ["nik", problem.code]);
  if (problems.some((problem) => problem.level === "confirmable") && !unit.nik_confirmed) {
    broken.push(["nik", "date_impossible"]);
  }
  const birth = parsedDate(unit.birth_date);
  if (birth === null || birth > today) broken.push(["birth_date", "no_such_date"]);
  else if (ageOn(birth, today) < limits.min_age) broken.push(["birth_date", "too_young"]);
  else if (ageOn(birth, today) > limits.max_age) broken.push(["birth_date", "too_old"]);
  if (!["male", "female"].includes(unit.sex)) broken.push(["sex", "required"]);
  return broken;
}

function inAddress(unit: Units["address"]): Broken[] {
  const broken = [...required(unit, "address"), ...required(unit, "village_code")];
  if (unit.postcode !== null && !/^[0-9]{5}$/.test(unit.postcode)) {
    broken.push(["postcode", "format"]);
  }
  return broken;
}

function inContact(unit: Units["contact"]): Broken[] {
  const code = storedPhoneProblem(unit.phone);
  const broken: Broken[] = code === null ? [] : [["phone", code]];
  if (unit.email !== null && !looksLikeEmail(unit.email)) broken.push(["email", "format"]);
  return broken;
}

function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(text);
}

function inContribution(unit: Units["contribution"], work: Units["work"] | undefined): Broken[] {
  const broken: Broken[] = [];
  const days = unit.income_per === "day" ? (unit.income_days ?? 0) : 1;
  if (unit.income_amount <= 0) broken.push(["income_amount", "required"]);
  else if (unit.monthly_income !== unit.income_amount * days) {
    broken.push(["monthly_income", "does_not_add_up"]);
  }
  if (unit.income_per === "day" && unit.income_days === null) {
    broken.push(["income_days", "required"]);
  }
  const chosen = new Set<string>(unit.programmes);
  if (!REQUIRED_PROGRAMMES.every((programme) => chosen.has(programme))) {
    broken.push(["programmes", "jkk_jkm_required"]);
  }
  if (work?.has_employees && !chosen.has("jht")) broken.push(["programmes", "jht_required"]);
  if (!MONTHS_OFFERED.includes(unit.months)) broken.push(["months", "not_offered"]);
  if (!priced(unit.first_month)) broken.push(["first_month", "no_tariff"]);
  return broken;
}

function inHeirs(unit: Units["heirs"]): Broken[] {
  return unit.heirs.some((heir) => heir.name.trim() === "") ? [["heirs", "name_required"]] : [];
}

function inPhoto(unit: Units["photo"], settings: Limits): Broken[] {
  const missing = settings.id_photo === "required" && unit.id_photo === null;
  return missing ? [["id_photo", "photo_missing"]] : [];
}

function required<Unit extends object>(unit: Unit, field: keyof Unit & string): Broken[] {
  return String(unit[field]).trim() === "" ? [[field, "required"]] : [];
}
