/** What an inbox is filtered by: what kind of question it is, at which clinic, and how long it has waited. Pure. */

export type Waited = "day" | "three" | "longer";
export interface Facets {
  kinds: readonly string[];
  clinics: readonly string[];
  /** When the oldest question was opened, by the server's clock. */
  since: string;
}
export interface InboxFilter {
  kind: string | null;
  clinic: string | null;
  waited: Waited | null;
}
export const ALL: InboxFilter = { kind: null, clinic: null, waited: null };
export const WAITED: readonly Waited[] = ["longer", "three", "day"];
const DAY_MS = 86_400_000;

/** `now` in ms since 1970, by the server's clock as this device knows it. */
export function waitedOf({ since }: Facets, now: number): Waited {
  const days = (now - Date.parse(since)) / DAY_MS;
  if (days > 3) return "longer";
  return days > 1 ? "three" : "day";
}

export function passes(of: Facets, { kind, clinic, waited }: InboxFilter, now: number): boolean {
  return (
    (kind === null || of.kinds.includes(kind)) &&
    (clinic === null || of.clinics.includes(clinic)) &&
    (waited === null || waitedOf(of, now) === waited)
  );
}

/** Each once, in the order of their first appearance. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
