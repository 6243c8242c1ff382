/** What can go wrong with the phone's memory, for a screen to say in words. */

/**
 * `full`: no room, nothing was saved · `superseded`: a newer version of the app has changed the database,
 * this page must be loaded again · `broken`: anything else that the browser reports.
 */
export class StoreError extends Error {
  constructor(
    readonly kind: "full" | "superseded" | "broken",
    cause: unknown,
  ) {
    super(`store ${kind}`, { cause });
  }
}

/** Another run has taken over; this one may write nothing. */
export class Fenced extends Error {}

/** What is under a person's key was asked for without it. */
export class Locked extends Error {}

/** Runs work on the database and turns the browser's errors into StoreError. */
export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    switch (error.name) {
      case "QuotaExceededError":
        throw new StoreError("full", error);
      case "VersionError":
        throw new StoreError("superseded", error);
      default:
        throw new StoreError("broken", error);
    }
  }
}
