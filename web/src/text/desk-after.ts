/** Words of what comes after approval, in the desks' chunks. Components that call `a` follow the language by themselves. */
import { type Worded, worded } from "./desk";
import { afterEn } from "./desk-after.en";
import { type AfterKey, afterId } from "./desk-after.id";

export type { AfterKey } from "./desk-after.id";

const WORDS: Worded<AfterKey> = { id: afterId, en: afterEn };

export function a(key: AfterKey, values: Readonly<Record<string, string | number>> = {}): string {
  return worded(WORDS, key, values);
}

/** Whether there are words under a key that was put together. */
export function isAfterText(key: string): key is AfterKey {
  return key in afterId;
}
