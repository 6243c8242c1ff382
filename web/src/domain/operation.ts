import type { Author, Intention, Operation } from "./types";

/** What the outbox adds to an intention to make it an operation. */
export interface Sealing {
  op: string;
  n: number;
  author: Author;
  /** The phone's clock, RFC 3339 with milliseconds. */
  recorded_at: string;
}

/** An operation; `base` stays as the intention has it, and nothing moves it later (rule P11). */
export function makeOperation(intention: Intention, sealing: Sealing): Operation {
  return { ...intention, ...sealing, schema: 2 };
}
