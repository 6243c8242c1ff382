/** Words of what comes after approval, in the desks' chunks. Components that call `a` follow the language by themselves. */
import { afterEn } from "./desk-after.en";
import { type AfterKey, afterId } from "./desk-after.id";
import { type Language, language } from "./language";

export type { AfterKey } from "./desk-after.id";

const WORDS: Record<Language, Record<AfterKey, string>> = { id: afterId, en: afterEn };

/** `one|many` takes the first part where `n` is 1. */
export function a(key: AfterKey, values: Readonly<Record<string, string | number>> = {}): string {
  const [one = "", many = one] = WORDS[language.value][key].split("|");
  const words = Number(values.n) === 1 ? one : many;
  return words.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** Whether there are words under a key that was put together. */
export function isAfterText(key: string): key is AfterKey {
  return key in afterId;
}
