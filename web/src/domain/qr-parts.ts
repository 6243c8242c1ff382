/** A text as a series of pictures, each small enough for a cheap camera (P99). */

const MARK = "PERISAI1";
/** Letters in one code: some 90 modules a side, readable off a phone at arm's length. */
const LETTERS = 700;
/** More than this nobody holds still for. */
export const MOST_PARTS = 24;

/** The letters of each code, or null where there would be too many. `id` is the series' own. */
export function partsOf(id: string, packed: string): string[] | null {
  const parts = Math.ceil(packed.length / LETTERS);
  if (parts > MOST_PARTS) return null;
  return Array.from(
    { length: parts },
    (_, i) => `${MARK}:${id}:${i + 1}:${parts}:${packed.slice(i * LETTERS, (i + 1) * LETTERS)}`,
  );
}

/** A series on its way in. */
export interface Series {
  id: string;
  parts: ReadonlyMap<number, string>;
  of: number;
}

const SHAPE = /^PERISAI1:([\w-]{1,40}):(\d{1,2}):(\d{1,2}):([\w-]+)$/;

/** The series with one more code; another series begins anew, and what is no part of any changes nothing. */
export function withPart(series: Series | null, letters: string): Series | null {
  const found = SHAPE.exec(letters);
  if (!found) return series;
  const [, id = "", number, of, part = ""] = found;
  const [n, total] = [Number(number), Number(of)];
  if (n < 1 || n > total || total > MOST_PARTS) return series;
  const known = series?.id === id && series.of === total ? series.parts : new Map<number, string>();
  return { id, of: total, parts: new Map(known).set(n, part) };
}

/** The packed text, once every part is there. */
export function joined({ parts, of }: Series): string | null {
  if (parts.size < of) return null;
  return Array.from({ length: of }, (_, i) => parts.get(i + 1)).join("");
}
