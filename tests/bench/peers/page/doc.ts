/** A sign-up as the peers keep it: 32 fields, side by side. */
export interface Doc {
  id: string;
  [field: string]: unknown;
}

/** Where the plain servers keep it. */
export const JSON_HEADERS = { "Content-Type": "application/json" };
