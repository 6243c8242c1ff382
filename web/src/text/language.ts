import { type ReadonlySignal, signal } from "@preact/signals";

export type Language = "id" | "en";
type English = typeof import("./en");

const spoken = signal<Language>("id");
const words = signal<English | null>(null);

/** The language of the screens. Kept on the phone by state/settings.ts. */
export const language: ReadonlySignal<Language> = spoken;

const missing = signal(false);
/** English was asked for, and its words are neither on this phone nor to be had now. */
export const englishMissing: ReadonlySignal<boolean> = missing;

/** English, where it is spoken. Its words are not on every phone: they come when somebody asks for them, and stay. */
export function spokenEnglish(): English | null {
  return spoken.value === "en" ? words.value : null;
}

/** Changes the language; what is spoken stays where the other's words cannot be had. */
export async function speak(wanted: Language): Promise<void> {
  if (wanted === "en" && words.value === null) {
    try {
      words.value = await import("./en");
    } catch {
      missing.value = true;
      return;
    }
  }
  missing.value = false;
  spoken.value = wanted;
}
