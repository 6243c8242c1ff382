/** PINs that anybody would try first, and how long a wrong one makes wait. */

export const PIN_LENGTH = 6;

/** `same`: one digit · `run`: counting up or down · `pattern`: a part repeated · `date`: a birthday or a year of birth. */
export type WeakPin = "same" | "run" | "pattern" | "date";

/** Why six digits are too easy to guess, or null. */
export function weakPin(pin: string): WeakPin | null {
  const digits = [...pin].map(Number);
  const steps = digits.slice(1).map((digit, i) => (digit - (digits[i] ?? 0) + 10) % 10);
  if (steps.every((step) => step === 0)) return "same";
  if (steps.every((step) => step === 1) || steps.every((step) => step === 9)) return "run";
  if (/^(..)\1\1$|^(...)\2$|^(.)\3(.)\4(.)\5$/.test(pin)) return "pattern";
  return isDate(pin) ? "date" : null;
}

/** ddmmyy, yymmdd, mmyyyy, yyyymm, or a year from 1940 to 2019 at either end. */
function isDate(pin: string): boolean {
  const [a = 0, b = 0, c = 0] = [pin.slice(0, 2), pin.slice(2, 4), pin.slice(4)].map(Number);
  const month = (value: number) => value >= 1 && value <= 12;
  const day = (value: number) => value >= 1 && value <= 31;
  if (month(b) && (day(a) || day(c))) return true;
  return isYear(pin.slice(0, 4)) || isYear(pin.slice(2));
}

function isYear(text: string): boolean {
  return /^(19[4-9]|20[01])\d$/.test(text);
}

const FIRST_WAIT_MS = 5_000;
const FREE = 3;

/** P122: how long the next try waits after so many wrong ones, milliseconds: from the fourth on, each twice as long. */
export function pinWait(wrong: number): number {
  return wrong <= FREE ? 0 : FIRST_WAIT_MS * 2 ** (wrong - FREE - 1);
}
