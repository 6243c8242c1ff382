import { expect, test } from "vitest";
import { toBase64Url } from "./base64";
import { Keyring, newDataKey, Unreadable } from "./keyring";
import { ITERATIONS, lockWith, unlockWith } from "./pin-lock";

const PIN = "284916";

test("P121: the data key opens with the PIN it was locked with, for its account alone", async () => {
  const raw = newDataKey();
  const lock = await lockWith(PIN, "a", raw);
  expect(lock).toMatchObject({ kdf: "pbkdf2-sha256", iterations: ITERATIONS });
  expect(ITERATIONS).toBeGreaterThanOrEqual(600_000);
  expect(await unlockWith(PIN, "a", lock)).toEqual(raw);
  expect(await unlockWith("284917", "a", lock)).toBe(null);
  expect(await unlockWith(PIN, "b", lock)).toBe(null);
});

test("P121: a lock of fewer rounds still opens, and each has a salt of its own", async () => {
  const raw = newDataKey();
  const [old, other] = [await lockWith(PIN, "a", raw, 1000), await lockWith(PIN, "a", raw, 1000)];
  expect(await unlockWith(PIN, "a", old)).toEqual(raw);
  expect(await unlockWith(PIN, "a", { ...old, iterations: 1001 })).toBe(null);
  expect(toBase64Url(old.salt)).not.toBe(toBase64Url(other.salt));
});

test("P121: what is sealed opens at its place alone, and no two are alike", async () => {
  const raw = newDataKey();
  const keys = await Keyring.of("a", raw);
  const sealed = await keys.seal("draft 1", "rahasia");
  expect(await keys.open("draft 1", sealed)).toBe("rahasia");
  await expect(keys.open("draft 2", sealed)).rejects.toBeInstanceOf(Unreadable);
  await expect((await Keyring.of("b", raw)).open("draft 1", sealed)).rejects.toThrow();
  expect(toBase64Url(await keys.seal("draft 1", "rahasia"))).not.toBe(toBase64Url(sealed));
  expect(keys.key.extractable).toBe(false);
});
