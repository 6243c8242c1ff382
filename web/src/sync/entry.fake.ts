/** What the server would tell of a registration, for tests. */
import { BEFORE } from "../domain/project";
import type { Entry, Operation } from "../domain/types";

/** The entry that a create makes. */
export function entryOf(create: Operation): Entry {
  if (create.kind !== "create") throw new Error("not a create");
  const { registration, clinic, set, captured_at, recorded_at, author } = create;
  const { signature: _, ...consent } = create.consent;
  const by = author.account;
  return {
    registration,
    flag: "live",
    seq: 0,
    version: 1,
    status: "submitted",
    status_at: recorded_at,
    clinic,
    recruiter: by,
    units: { ...BEFORE, ...set },
    consent,
    captured_at,
    received_at: recorded_at,
    skew_ms: 0,
    location: null,
    review: null,
    approval: null,
    progress: {},
    threads: [],
    history: [{ what: "create", version: 1, at: recorded_at, by, detail: null }],
    credit: by,
    duplicate_of: null,
    photos: { id_photo: set.photo?.id_photo ? "awaited" : "none" },
  };
}
