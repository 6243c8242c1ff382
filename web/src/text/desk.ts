/** Words of the desks, in their own chunk. Components that call `d` follow the language by themselves. */
import { whole } from "../domain/format";
import { deskEn } from "./desk.en";
import { deskId } from "./desk.id";
import { type Language, language } from "./language";
import { reviewEn } from "./review.en";
import { reviewId } from "./review.id";

const ID = { ...deskId, ...reviewId };
export type DeskKey = keyof typeof ID;

export type Worded<Key extends string> = Record<Language, Record<Key, string>>;
const WORDS: Worded<DeskKey> = { id: ID, en: { ...deskEn, ...reviewEn } };

export function d(key: DeskKey, values: Readonly<Record<string, string | number>> = {}): string {
  return worded(WORDS, key, values);
}

/** `one|many` takes the first part where `n` is 1. A count is written as people write it: "199.999". */
export function worded<Key extends string>(
  words: Worded<Key>,
  key: Key,
  values: Readonly<Record<string, string | number>>,
): string {
  const [one = "", many = one] = words[language.value][key].split("|");
  const text = Number(values.n) === 1 ? one : many;
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = values[name] ?? hole;
    return name === "n" && typeof value === "number" ? whole(value, language.value) : String(value);
  });
}

/** Whether there are words under a key that was put together. */
export function isDeskText(key: string): key is DeskKey {
  return key in ID;
}
