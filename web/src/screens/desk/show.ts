/** Values as the desks write them. Times are this device's local time; "20 Nov 2026", "09.42". */
import { monthsFrom } from "../../domain/days";
import { date, decimal, localDay, month, rupiah, time } from "../../domain/format";
import type { Programme } from "../../domain/types";
import { language } from "../../text";

export { occupationName } from "../../text/tables";

import { d } from "../../text/desk";

/** "19-11-1991", as the card and the portal have it. */
export function cardDate(birth: string): string {
  return birth.split("-").reverse().join("-");
}

/** "09.42" of an instant. */
export function clock(instant: string): string {
  return time(instant, language.value);
}

/** "18 Nov 09.58"; the year only where it is not this one. */
export function moment(instant: string): string {
  const day = longDay(localDay(new Date(instant)));
  const thisYear = ` ${new Date().getFullYear()}`;
  return `${day.endsWith(thisYear) ? day.slice(0, -thisYear.length) : day} ${clock(instant)}`;
}

/** A version as people read it: counted anew, after an R, since the server was restored (P110). */
export function versionName(version: number): string {
  return version < 1e12 ? `${version}` : `R${version % 1000}`;
}

/** "20 Nov 2026" of a day "2026-11-20". */
export function longDay(day: string): string {
  return date(day, language.value);
}

/** "13 Nov 2026", or both ends where instants fall on two days. */
export function dayOrDays(from: number, to: number): string {
  const day = (instant: number) => longDay(localDay(new Date(instant)));
  return day(from) === day(to) ? day(from) : `${day(from)} – ${day(to)}`;
}

const DAY_MS = 86_400_000;

/** A tick of an axis: the time, or the day at midnight and where steps are days. */
export function axisTime(instant: number, stepMs: number): string {
  const at = new Date(instant);
  const midnight = at.getHours() + at.getMinutes() === 0;
  const iso = at.toISOString();
  return stepMs >= DAY_MS || midnight ? moment(iso).split(" ").slice(0, 2).join(" ") : clock(iso);
}

/** "Kayla dan Hasta". */
export function listed(words: readonly string[]): string {
  return new Intl.ListFormat(language.value).format(words);
}

/** "2 j 14 m", "4 hari". */
export function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return d("time.minutes", { m: minutes });
  if (ms >= 2 * DAY_MS) return d("time.days", { n: Math.floor(ms / DAY_MS) });
  return d("time.hours", { h: Math.floor(minutes / 60), m: minutes % 60 });
}

/** How long ago the server's clock says something was. */
export function ago(instant: string): string {
  const ms = Date.now() - Date.parse(instant);
  return ms < 60_000 ? d("time.now") : d("time.ago", { t: duration(ms) });
}

/** A phone's skew (phone minus server) in words, and without its direction; `far` from five minutes on, as the server's check has it. */
export function skewWords(skewMs: number | null): { words: string; off: string; far: boolean } {
  if (skewMs === null) return { words: d("skew.unknown"), off: d("skew.unknown"), far: false };
  const ms = Math.abs(skewMs);
  const far = ms > 300_000;
  if (ms < 60_000) {
    const seconds = d("skew.seconds", { n: Math.round(ms / 1000) });
    return { words: seconds, off: seconds, far };
  }
  const off = duration(ms);
  return { words: d(skewMs < 0 ? "skew.behind" : "skew.ahead", { t: off }), off, far };
}

/** "Rp 2.100.000"; figure and unit never part. */
export function money(amount: number): string {
  return rupiah(amount, language.value);
}

/** "1,9 GB", "240 MB". */
export function bytes(count: number): string {
  const megabytes = count / 1e6;
  if (megabytes < 1000) return `${Math.round(megabytes)} MB`;
  return `${decimal(megabytes / 1000, language.value)} GB`;
}

/** "3 bulan, Nov 2026–Jan 2027". */
export function monthSpan(first: string, count: number): string {
  if (first === "") return d("months.n", { n: count });
  const months = monthsFrom(first, count);
  const last = months.at(-1) ?? first;
  const name = (at: string) => month(at, language.value).replace(" ", "\u00a0");
  const span = last === first ? name(first) : `${name(first)}–${name(last)}`;
  return `${d("months.n", { n: count })}, ${span}`;
}

/** "06.00–17.00", or what is known of it. */
export function clockSpan(from: string | null, to: string | null): string | null {
  const known = [from, to].filter((time) => time !== null).map((time) => time.replace(":", "."));
  return known.length > 0 ? known.join("–") : null;
}

export function programmeNames(programmes: readonly Programme[]): string {
  return programmes.map((programme) => programme.toUpperCase()).join(" + ");
}
