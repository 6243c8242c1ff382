/** Figures and times as people here write them; times are the phone's own. */

export type Language = "id" | "en";

const MONTHS: Record<Language, readonly string[]> = {
  id: ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};
const SEPARATORS: Record<Language, { thousand: string; decimal: string }> = {
  id: { thousand: ".", decimal: "," },
  en: { thousand: ",", decimal: "." },
};

/** `84.000` (en `84,000`). */
export function whole(value: number, language: Language): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, SEPARATORS[language].thousand);
}

/** `Rp 84.000`, held together by a no-break space. */
export function rupiah(value: number, language: Language): string {
  return `Rp\u00a0${whole(value, language)}`;
}

/** `1,4` (en `1.4`): one decimal, none where it is zero. */
export function decimal(value: number, language: Language): string {
  const tenths = Math.round(value * 10);
  const rest = tenths % 10;
  const head = whole(Math.trunc(tenths / 10), language);
  return rest === 0 ? head : `${head}${SEPARATORS[language].decimal}${Math.abs(rest)}`;
}

/** `20 Nov 2026`, of `2026-11-20` or of a moment in the phone's time. */
export function date(at: string, language: Language): string {
  const day = at.length === 10 ? at : localDay(new Date(at));
  const [year, month, number] = day.split("-");
  return `${Number(number)} ${MONTHS[language][Number(month) - 1]} ${year}`;
}

/** `Nov 2026`, of `2026-11`. */
export function month(at: string, language: Language): string {
  return `${MONTHS[language][Number(at.slice(5, 7)) - 1]} ${at.slice(0, 4)}`;
}

/** `09.42` (en `09:42`) in the phone's time. */
export function time(at: string, language: Language): string {
  const moment = new Date(at);
  const pad = (value: number) => String(value).padStart(2, "0");
  const between = language === "id" ? "." : ":";
  return `${pad(moment.getHours())}${between}${pad(moment.getMinutes())}`;
}

/** `48 MB`, `1,9 GB`: bytes in the unit that reads best. */
export function bytes(value: number, language: Language): string {
  const units = ["B", "KB", "MB", "GB"];
  const power = value < 1 ? 0 : Math.min(3, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  const figure = scaled >= 10 ? whole(Math.round(scaled), language) : decimal(scaled, language);
  return `${figure}\u00a0${units[power]}`;
}

/** `2026-11-20`: the day of a moment where the phone is. */
export function localDay(moment: Date): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
}
