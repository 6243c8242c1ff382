/**
 * Canonical JSON: RFC 8785 restricted to the integers of this wire (rules P13, P30). Both ends must get the
 * same bytes for the same operation; sync/canonical.py is the twin, tests/vectors/canonical.json holds both.
 */

/** Keys in order of UTF-16 code units, no white space. Throws TypeError on what the wire does not carry. */
export function canonical(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new TypeError(`not an integer of the wire: ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object") {
    const members = Object.entries(value as Record<string, unknown>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(",")}}`;
  }
  throw new TypeError(`not a value of the wire: ${typeof value}`);
}
