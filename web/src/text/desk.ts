/** Words of the desks, in their own chunk. Components that call `d` follow the language by themselves. */
import { deskEn } from "./desk.en";
import { deskId } from "./desk.id";
import { type Language, language } from "./language";
import { reviewEn } from "./review.en";
import { reviewId } from "./review.id";

const ID = { ...deskId, ...reviewId };
export type DeskKey = keyof typeof ID;

const WORDS: Record<Language, Record<DeskKey, string>> = {
  id: ID,
  en: { ...deskEn, ...reviewEn },
};

/** `one|many` takes the first part where `n` is 1. */
export function d(key: DeskKey, values: Readonly<Record<string, string | number>> = {}): string {
  const [one = "", many = one] = WORDS[language.value][key].split("|");
  const words = Number(values.n) === 1 ? one : many;
  return words.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** Whether there are words under a key that was put together. */
export function isDeskText(key: string): key is DeskKey {
  return key in ID;
}
