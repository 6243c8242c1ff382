import { signal } from "@preact/signals";

export type Language = "id" | "en";

/** The language of the screens. Kept on the phone by state/settings.ts. */
export const language = signal<Language>("id");
