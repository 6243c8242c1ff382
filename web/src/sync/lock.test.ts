import { expect, test } from "vitest";
import { beginRun } from "../store/fence";
import { alone } from "./lock";
import { NOON, signedIn } from "./people.fake";

test("P71: one run at a time; a holder without progress for a minute is overtaken", async () => {
  const db = await signedIn();
  let release = () => {};
  await beginRun(db, NOON);
  const held = alone(db, NOON, () => new Promise<void>((resolve) => (release = resolve)));
  const ended = held.catch((error: Error) => error.name);
  await Promise.resolve();
  expect(await alone(db, NOON + 59_000, async () => "ran")).toBe("busy");
  expect(await alone(db, NOON + 61_000, async () => "ran")).toBe("ran");
  release();
  expect(await ended).toBe("AbortError");
  expect(await alone(db, NOON, async () => "ran")).toBe("ran");
});
