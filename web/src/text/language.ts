import { type ReadonlySignal, signal } from "@preact/signals";
import type { Sentence } from ".";
import type { TextKey } from "./id";

export type Language = "id" | "en";

const spoken = signal<Language>("id");
const words = signal<Record<TextKey, Sentence> | null>(null);

/** The language of the screens. Kept on the phone by state/settings.ts. */
export const language: ReadonlySignal<Language> = spoken;
/** Its words are not on every phone: they come when somebody asks for them, and stay. */
export const english: ReadonlySignal<Record<TextKey, Sentence> | null> = words;

const missing = signal(false);
/** English was asked for, and its words are neither on this phone nor to be had now. */
export const englishMissing: ReadonlySignal<boolean> = missing;

export async function speak(wanted: Language): Promise<void> {
  if (wanted === "en" && words.value === null) {
    try {
      words.value = (await import("./en")).en;
    } catch {
      missing.value = true;
      return;
    }
  }
  missing.value = false;
  spoken.value = wanted;
}
