/** The facts of a sign-up in four groups, as the check page and the record show them. */
import { monthsFrom } from "../../domain/days";
import { formatNik, maskNik } from "../../domain/nik";
import { showPhone } from "../../domain/phone";
import { t } from "../../text";
import type { Pair } from "../../ui/card";
import type { Fields } from "./form";
import { inWords, useVillage } from "./forms/address-form";
import { useRegions } from "./regions";
import { hours, longDate, money, occupationName, programmeNames, span } from "./words";

/** The NIK is whole only where it is compared with the card. */
export function personFacts(fields: Fields, nik: "whole" | "masked"): Pair[] {
  const born = [fields.birth_place, fields.birth_date && longDate(fields.birth_date)];
  return [
    {
      name: t("fact.nik"),
      value: <span class="num">{(nik === "whole" ? formatNik : maskNik)(fields.nik ?? "")}</span>,
    },
    { name: t("fact.confirmed"), value: fields.nik_confirmed ? t("yes") : null },
    { name: t("fact.name"), value: fields.full_name ?? "" },
    { name: t("fact.born"), value: born.filter(Boolean).join(", ") },
    { name: t("sex"), value: fields.sex ? t(`sex.${fields.sex}`) : "" },
    {
      name: t("heirs"),
      value: (fields.heirs ?? [])
        .map(({ name, relation }) => `${name} (${relationName(relation)})`)
        .join(", "),
    },
  ];
}

/** A hook: the village's name comes from its table. */
export function useContactFacts(fields: Fields): Pair[] {
  const regions = useRegions();
  const village = useVillage(fields.village_code);
  const place = village && regions ? inWords(village, regions) : (fields.village_code ?? "");
  return [
    {
      name: t("fact.address"),
      value: [fields.address, [place, fields.postcode].filter(Boolean).join(" ")]
        .filter(Boolean)
        .join(", "),
    },
    { name: t("phone"), value: <span class="num">{showPhone(fields.phone ?? "")}</span> },
    { name: t("email"), value: fields.email ?? "" },
  ];
}

export function workFacts(fields: Fields): Pair[] {
  return [
    { name: t("fact.occupation"), value: occupationName(fields.occupation ?? "") },
    { name: t("fact.employees"), value: fields.has_employees ? t("yes") : t("no") },
    { name: t("fact.place"), value: fields.workplace ?? "" },
    { name: t("fact.hours"), value: hours(fields.work_starts ?? null, fields.work_ends ?? null) },
    { name: t("fact.seen"), value: fields.seen_at_work ? t("yes") : t("no") },
  ];
}

export function payFacts(fields: Fields): Pair[] {
  const { income_amount: amount = 0, income_days: days } = fields;
  return [
    {
      name: t("fact.income"),
      value: (
        <span class="num">
          {money(fields.monthly_income ?? 0)}
          {fields.income_per === "day" && days ? (
            <span class="caption"> {t("income.from_day", { x: money(amount), n: days })}</span>
          ) : null}
        </span>
      ),
    },
    { name: t("fact.programmes"), value: programmeNames(fields.programmes ?? []) },
    { name: t("fact.span"), value: period(fields) },
    { name: t("fact.total"), value: <b class="num">{money(fields.quote_total ?? 0)}</b> },
  ];
}

/** `6 bulan, Nov 2026 sampai Apr 2027`. */
export function period({ months, first_month }: Pick<Fields, "months" | "first_month">): string {
  if (!months || !first_month) return "";
  return `${t("months", { n: months })}, ${span(monthsFrom(first_month, months))}`;
}

function relationName(relation: string): string {
  const known = ["spouse", "child", "parent", "sibling"] as const;
  const one = known.find((each) => each === relation);
  return one ? t(`relation.${one}`) : relation;
}
