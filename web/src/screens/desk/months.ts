/** Months to choose from. Pure. */
import { month as named } from "../../domain/format";
import { language } from "../../text";

/** The month of a day and those before it, newest first: `2026-11`, `2026-10`, … */
export function monthsUpTo(today: string, count: number): string[] {
  const [year = 0, number = 1] = today.split("-").map(Number);
  return Array.from({ length: count }, (_, back) => {
    const at = new Date(Date.UTC(year, number - 1 - back, 1));
    return at.toISOString().slice(0, 7);
  });
}

export function monthOptions(today: string, count: number) {
  return monthsUpTo(today, count).map((value) => ({ value, label: named(value, language.value) }));
}
