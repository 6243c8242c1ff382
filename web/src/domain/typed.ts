/** What may be typed or pasted into a text: what the wire takes, and nothing that turns the words around it (P13). */

/** Control characters, halves of a character, marks and overrides of direction. Line breaks are judged apart. */
const RUBBISH = /(?![\t\n])\p{Cc}|[\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The text without what is no text; in one line where it is to be one. */
export function cleaned(text: string, lines: "one" | "many"): string {
  const whole = text.replace(/\r\n?/g, "\n");
  return (lines === "one" ? whole.replace(/[\t\n]+/g, " ") : whole).replace(RUBBISH, "");
}
