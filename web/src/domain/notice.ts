/** The privacy notice that a consent refers to by version and hash (UU 27/2022, articles 21 to 24). */
import data from "../../../server/domain/data/notice.json";

export interface NoticeText {
  /** The seven items of article 21 in a line each; `{who}` stands for Ibu or Bapak. */
  items: readonly { title: string; text: string }[];
  /** The whole text, paragraph by paragraph. */
  whole: readonly string[];
}
export interface Notice {
  version: number;
  valid_from: string;
  /** SHA-256 of the text's canonical JSON, 64 hex digits. */
  hash: string;
  /** What the app comes with; the English half is in tables.en.ts. */
  text: { id: NoticeText };
}

const [first, ...later] = data.notices satisfies Notice[];

/** The newest notice. */
export const NOTICE: Notice = later.at(-1) ?? (first as Notice);

/** A line of the notice as said to one person. */
export function saidTo(line: string, who: string): string {
  const said = line.replaceAll("{who}", who);
  return said.charAt(0).toUpperCase() + said.slice(1);
}
