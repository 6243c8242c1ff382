/** Indonesian mobile numbers; the twin of server/domain/phone.py. */

export type PhoneProblem = "required" | "not_mobile" | "short" | "long" | "format";

/** Digits after the country code: 0811 234 567 has nine, the newest numbers have twelve. */
const SHORTEST = 9;
const LONGEST = 12;
const SEPARATORS = /[\s.()\u2013-]+/g;
const PREFIX = /^(?:\+62|62|0)/;

/** What is wrong with a number as typed, or null. */
export function phoneProblem(text: string): PhoneProblem | null {
  const plain = text.replace(SEPARATORS, "");
  const national = plain.replace(PREFIX, "");
  if (plain === "") return "required";
  if (!/^8[0-9]*$/.test(national)) return "not_mobile";
  if (national.length < SHORTEST) return "short";
  return national.length > LONGEST ? "long" : null;
}

/** What is wrong with a number as it stands in a registration, or null. */
export function storedPhoneProblem(text: string): PhoneProblem | null {
  return phoneProblem(text) ?? (toE164(text) === text ? null : "format");
}

/** A typed number as `+62…`, or null where it is not a mobile number. */
export function toE164(text: string): string | null {
  if (phoneProblem(text) !== null) return null;
  return `+62${text.replace(SEPARATORS, "").replace(PREFIX, "")}`;
}

/** `+6281288412207` as `0812 8841 2207`. */
export function showPhone(e164: string): string {
  const local = e164.replace(PREFIX, "0");
  return [local.slice(0, 4), local.slice(4, 8), local.slice(8)].filter(Boolean).join(" ");
}
