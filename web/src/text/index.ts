/** Words of the phone screens. Components that call `t` follow the language by themselves. */
import { id, type TextKey } from "./id";
import { spokenEnglish } from "./language";

export type { TextKey } from "./id";
export { type Language, language, speak } from "./language";

/** One sentence, or one for a single thing and one for many (by `n`). */
export type Sentence = string | readonly [one: string, many: string];
type Values = Readonly<Record<string, string | number>>;

export function t(key: TextKey, values: Values = {}): string {
  const sentence = (spokenEnglish()?.en ?? id)[key];
  const words = typeof sentence === "string" ? sentence : sentence[values.n === 1 ? 0 : 1];
  return words.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** Whether there are words for a key that was put together. */
export function isText(key: string): key is TextKey {
  return key in id;
}
