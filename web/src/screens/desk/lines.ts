/**
 * A registration in words, unit by unit, in the order of the branch's portal. One list serves the
 * review pane, the three-way rows, the claims of a duplicate and the difference of two versions.
 */
import { formatNik } from "../../domain/nik";
import { showPhone } from "../../domain/phone";
import { portalOrder } from "../../domain/portal";
import type { UnitName, Units, UnitValue } from "../../domain/types";
import { today } from "../../state/registrations";
import { type DeskKey, d } from "../../text/desk";
import { placeName } from "./places";
import { cardDate, clockSpan, money, monthSpan, occupationName, programmeNames } from "./show";

export interface Line {
  /** The wire fields that this line shows; a remark is put on the first of them. */
  fields: readonly [string, ...string[]];
  /** Null: nothing was filled in. */
  text: string | null;
  /** The same where no label stands before it; `text` itself where it speaks for itself. */
  alone?: string;
  /** What is put on the clipboard, as the portal wants it typed; null where there is nothing to type. */
  copy: string | null;
}
export interface Section {
  title: DeskKey;
  lines: (Line & { unit: UnitName })[];
}

/** What the portal asks about; a photo is looked at elsewhere. */
const UNITS = [
  "identity",
  "name",
  "address",
  "contact",
  "work",
  "contribution",
  "heirs",
  "note",
] as const satisfies readonly UnitName[];

export function fieldLabel(field: string): string {
  return d(`field.${field}` as DeskKey);
}

export function unitLabel(unit: UnitName): string {
  return d(`unit.${unit}` as DeskKey);
}

/** The same within a sentence: "foto KTP"; what begins with a short form ("ID photo") stays as it is. */
export function unitInSentence(unit: UnitName): string {
  const label = unitLabel(unit);
  const second = label.charAt(1);
  return second === second.toUpperCase() ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

/** All lines of a registration by the portal's sections; lines with nothing in them are left out. */
export function portalSections(units: Units): Section[] {
  const lines = new Map(
    UNITS.flatMap((unit) =>
      unitLines(unit, units[unit]).map((one) => [one.fields[0], { ...one, unit }] as const),
    ),
  );
  return portalOrder(today.value)
    .map(({ title, fields }) => ({
      title: `section.${title}` as DeskKey,
      lines: fields.flatMap((field) => lines.get(field) ?? []).filter(({ text }) => text !== null),
    }))
    .filter((section) => section.lines.length > 0);
}

/** A unit in one line, for previews and claims. */
export function unitSummary(unit: UnitName, value: UnitValue): string {
  const texts = unitLines(unit, value).flatMap((line) => line.alone ?? line.text ?? []);
  return texts.join(", ") || "–";
}

/** A unit's value as lines, the empty ones too. */
export function unitLines(unit: UnitName, value: UnitValue): Line[] {
  switch (unit) {
    case "identity":
      return identityLines(value as Units["identity"]);
    case "name": {
      const { full_name, birth_place } = value as Units["name"];
      return [line("full_name", full_name), line("birth_place", birth_place)];
    }
    case "address": {
      const { address, village_code, postcode } = value as Units["address"];
      return [
        line("address", address),
        line("village_code", placeName(village_code)),
        line("postcode", postcode),
      ];
    }
    case "contact": {
      const { phone, email } = value as Units["contact"];
      const shown = showPhone(phone);
      return [
        { fields: ["phone"], text: shown || null, copy: shown.replace(/\s/g, "") || null },
        line("email", email),
      ];
    }
    case "work":
      return workLines(value as Units["work"]);
    case "contribution":
      return contributionLines(value as Units["contribution"]);
    case "heirs": {
      const { heirs } = value as Units["heirs"];
      const text = heirs.map((heir) => `${heir.name} (${heir.relation})`).join(", ");
      return [line("heirs", text || null)];
    }
    case "note":
      return [line("note", (value as Units["note"]).note)];
    case "photo": {
      const { id_photo } = value as Units["photo"];
      const size = id_photo && `${Math.ceil(id_photo.bytes / 1024)} KB`;
      return [line("id_photo", size)];
    }
  }
}

function line(field: string, text: string | null): Line {
  return { fields: [field], text: text || null, copy: text || null };
}

function identityLines({ nik, birth_date, sex }: Units["identity"]): Line[] {
  return [
    { fields: ["nik", "nik_confirmed"], text: formatNik(nik), copy: nik },
    line("birth_date", cardDate(birth_date)),
    line("sex", d(`sex.${sex}`)),
  ];
}

function workLines(work: Units["work"]): Line[] {
  const hours = clockSpan(work.work_starts, work.work_ends);
  return [
    line("occupation", occupationName(work.occupation)),
    line("workplace", work.workplace),
    { fields: ["work_starts", "work_ends"], text: hours, copy: hours },
    {
      ...line("has_employees", d(work.has_employees ? "employees.some" : "employees.none")),
      alone: d(work.has_employees ? "alone.employees" : "alone.no_employees"),
    },
    {
      ...line("seen_at_work", d(work.seen_at_work ? "seen.yes" : "seen.no")),
      alone: d(work.seen_at_work ? "alone.seen" : "alone.not_seen"),
    },
  ];
}

function contributionLines(value: Units["contribution"]): Line[] {
  const { monthly_income, income_amount, income_per, income_days } = value;
  const income = money(monthly_income);
  const typed =
    income_per === "day" ? d("income.days", { a: money(income_amount), n: income_days ?? 0 }) : "";
  const span = monthSpan(value.first_month, value.months);
  return [
    {
      fields: ["monthly_income", "income_amount", "income_per", "income_days"],
      text: typed ? `${income} (${typed})` : income,
      alone: d("alone.income", { a: income }) + (typed ? ` (${typed})` : ""),
      copy: String(monthly_income),
    },
    line("programmes", programmeNames(value.programmes)),
    { fields: ["months", "first_month"], text: span, copy: span },
    {
      fields: ["quote_total", "quote_tables"],
      text: money(value.quote_total),
      alone: d("alone.total", { a: money(value.quote_total) }),
      copy: String(value.quote_total),
    },
  ];
}
