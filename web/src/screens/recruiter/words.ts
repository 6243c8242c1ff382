/** Figures, dates and names as the language of the screen writes them. */
import * as format from "../../domain/format";
import { occupationOf } from "../../domain/occupations";
import type { Programme, Sex } from "../../domain/types";
import { today } from "../../state/registrations";
import { language, t } from "../../text";

export const money = (value: number) => format.rupiah(value, language.value);
export const figure = (value: number) => format.whole(value, language.value);
export const day = (at: string) => format.date(at, language.value);
export const clock = (at: string) => format.time(at, language.value);
export const month = (at: string) => format.month(at, language.value);
export const size = (bytes: number) => format.bytes(bytes, language.value);

/** `Nov`. */
export const shortMonth = (at: string) => month(at).slice(0, -5);

/** `November`, of `2026-11`. */
export function monthName(at: string): string {
  return new Date(`${at}-15T12:00:00`).toLocaleDateString(language.value, { month: "long" });
}

/** `7 Agustus 1984`, `7 August 1984`. */
export function longDate(at: string): string {
  const options = { day: "numeric", month: "long", year: "numeric" } as const;
  const locale = language.value === "en" ? "en-GB" : "id"; // the day first, as everywhere here
  return new Date(`${at}T12:00:00`).toLocaleDateString(locale, options);
}

/** When something was: the time today, yesterday's word, else the day without a year. */
export function when(at: string): string {
  const on = format.localDay(new Date(at));
  if (on === today.value) return clock(at);
  return on === dayBefore(today.value) ? t("yesterday") : day(on).slice(0, -5);
}

function dayBefore(on: string): string {
  const noon = new Date(`${on}T12:00:00`);
  noon.setDate(noon.getDate() - 1);
  return format.localDay(noon);
}

export function occupationName(code: string): string {
  return occupationOf(code)?.label[language.value] ?? code;
}

/** Ibu or Bapak; "" while unknown. */
export function title(sex: Sex | undefined): string {
  return sex ? t(`member.${sex}`) : "";
}

export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? "";
}

export function programmeNames(programmes: readonly Programme[]): string {
  return programmes.map((programme) => programme.toUpperCase()).join(" + ");
}

/** `Nov 2026 sampai Apr 2027`; one month by itself. */
export function span(months: readonly string[]): string {
  const [from, to] = [months[0] ?? "", months.at(-1) ?? ""];
  return from === to ? month(from) : t("pay.span", { from: month(from), to: month(to) });
}

/** `05.00–10.30`. */
export function hours(from: string | null, to: string | null): string | null {
  if (from === null || to === null) return null;
  const shown = (at: string) => (language.value === "id" ? at.replace(":", ".") : at);
  return `${shown(from)}–${shown(to)}`;
}
