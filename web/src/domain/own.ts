/**
 * Working out what the server does not tell back: the entries that follow from creates of this phone (P181-P184).
 * sync/own.py is the other half.
 */
import { canonical } from "./canonical";
import { digest } from "./chain";
import { BEFORE } from "./project";
import type { CreateOperation, Entry, Operation, Own } from "./types";

type Part = Own["made"][number];

/** Every number that a page names. */
export function numbersOf({ made }: Own): number[] {
  return made.flatMap(inPart);
}

function inPart({ n }: Part): number[] {
  return n.flatMap(([first = 0, last = -1]) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
}

/** The entries in order of their sequence; null where an operation is missing or something else was meant (P184). */
export async function workedOut(
  own: Own,
  said: ReadonlyMap<number, Operation>,
): Promise<Entry[] | null> {
  const entries: Entry[] = [];
  for (const part of own.made) {
    const creates: CreateOperation[] = [];
    for (const n of inPart(part)) {
      const operation = said.get(n);
      if (operation?.kind !== "create") return null;
      creates.push(operation);
    }
    creates.sort((a, b) => (a.registration < b.registration ? -1 : 1));
    entries.push(...creates.map((create, i) => entryOf(create, part, part.seq + i)));
  }
  entries.sort((a, b) => a.seq - b.seq);
  return (await digest(canonical(entries))) === own.digest ? entries : null;
}

/** P183. */
function entryOf(create: CreateOperation, { at, skew_ms }: Part, seq: number): Entry {
  const { registration, clinic, captured_at, location, author } = create;
  const by = author.account;
  const { signature: _, ...consent } = create.consent;
  const units = { ...BEFORE, ...create.set };
  return {
    registration,
    flag: "live",
    seq,
    version: 1,
    status: "submitted",
    status_at: at,
    clinic,
    recruiter: by,
    units,
    consent,
    captured_at,
    received_at: at,
    skew_ms,
    location,
    review: null,
    approval: null,
    progress: {},
    threads: [],
    history: [{ what: "create", version: 1, at, by, detail: null }],
    credit: by,
    duplicate_of: null,
    photos: { id_photo: units.photo.id_photo === null ? "none" : "awaited" },
  };
}
