/** Days as `YYYY-MM-DD`, months as `YYYY-MM`; no clock here, today is an argument. */

/** The day's date where the calendar has it, else null. */
export function realDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year); // years below 100 would be read as 19xx
  const found = date.toISOString().slice(0, 10);
  return found === `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` ? found : null;
}

/** The same text if it is a real day written `YYYY-MM-DD`, else null. */
export function parsedDate(text: string): string | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return parts && realDate(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

/** Whole years; someone born on 29 February has their birthday on 1 March. */
export function ageOn(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** `count` months, beginning with `first`. */
export function monthsFrom(first: string, count: number): string[] {
  const start = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1;
  return Array.from({ length: count }, (_, i) => {
    const month = start + i;
    return `${pad(Math.floor(month / 12), 4)}-${pad((month % 12) + 1, 2)}`;
  });
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, "0");
}
