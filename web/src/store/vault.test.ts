import { beforeEach, expect, test } from "vitest";
import { toBase64Url } from "../crypto/base64";
import { Keyring } from "../crypto/keyring";
import { ITERATIONS, lockWith, unlockWith } from "../crypto/pin-lock";
import { createIntention, outboxOf, saving } from "../sync/people.fake";
import { SEAL, unsealed } from "../sync/sealing.fake";
import { allDrafts, putDraft } from "./drafts";
import { readMeta, writeMeta } from "./meta";
import { PersonDb } from "./open";
import { save } from "./save";
import {
  bringUpToDate,
  escrowContext,
  firstPin,
  handedBack,
  MOST_WRONG,
  readVault,
  replacePin,
  tryAgain,
  tryPin,
} from "./vault";

const PIN = "284916";
const DRAFT = {
  id: "reg-9",
  clinic: "clinic-1",
  step: 2,
  fields: { full_name: "Contoh Draf" },
  consent: null,
  created_at: "2026-11-20T05:00:00.000Z",
  touched_at: "2026-11-20T05:00:00.000Z",
};
let account: string;

beforeEach(() => {
  account = `acc-${Math.random()}`;
});

/** A person with a PIN, one operation and one draft. */
async function begun(seal: typeof SEAL | null = SEAL): Promise<PersonDb> {
  await writeMeta(new PersonDb(account), { device: "device-1" });
  const keys = await firstPin({ account, pin: PIN, seal });
  const db = new PersonDb(account, { keys });
  await save(db, saving(createIntention("reg-1")));
  await putDraft(db, DRAFT);
  return db;
}

/** Tries one PIN after another, as somebody who waits as long as told. */
async function tryMany(pins: string[]): Promise<string[]> {
  const said: string[] = [];
  for (const pin of pins) {
    said.push((await tryPin(account, pin, (await readVault(account))?.wrong ?? 0)).kind);
  }
  return said;
}

test("P121: the data key opens with the PIN it was locked with, for its account alone", async () => {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const lock = await lockWith(PIN, "a", raw);
  expect(lock).toMatchObject({ kdf: "pbkdf2-sha256", iterations: ITERATIONS });
  expect(ITERATIONS).toBeGreaterThanOrEqual(600_000);
  expect(await unlockWith(PIN, "a", lock)).toEqual(raw);
  expect(await unlockWith("284917", "a", lock)).toBe(null);
  expect(await unlockWith(PIN, "b", lock)).toBe(null);
  const other = await lockWith(PIN, "a", raw);
  expect(toBase64Url(other.salt)).not.toBe(toBase64Url(lock.salt));
});

test("P121: what is sealed opens at its place alone", async () => {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const keys = await Keyring.of("a", raw);
  const sealed = await keys.seal("draft 1", "rahasia");
  expect(await keys.open("draft 1", sealed)).toBe("rahasia");
  await expect(keys.open("draft 2", sealed)).rejects.toThrow("draft 2");
  await expect((await Keyring.of("b", raw)).open("draft 1", sealed)).rejects.toThrow();
  expect(await keys.seal("draft 1", "rahasia")).not.toEqual(sealed);
});

test("P122: twenty wrong PINs close the road and lose nothing", async () => {
  const db = await begun();
  const said = await tryMany(Array.from({ length: 20 }, (_, i) => `90${1000 + i}`));
  expect(said.filter((kind) => kind === "wrong")).toHaveLength(MOST_WRONG - 1);
  expect(said.slice(MOST_WRONG - 1)).toEqual(new Array(11).fill("closed"));
  expect(await tryMany([PIN])).toEqual(["closed"]);
  expect([(await outboxOf(db)).length, (await allDrafts(db)).length]).toEqual([1, 1]);
});

test("P122: a try is counted before it is made, and forgiven when it was right", async () => {
  await begun();
  await tryMany(["901000", "901001"]);
  expect((await readVault(account))?.wrong).toBe(2);
  const slow = tryPin(account, PIN, 2); // a page that dies here has used a try
  const other = await tryPin(account, "901002", 2); // another tab knows an older count
  expect(other).toEqual({ kind: "waiting", wrong: 3 });
  expect((await slow).kind).toBe("open");
  expect((await readVault(account))?.wrong).toBe(0);
});

test("P123: a forgotten PIN loses neither draft nor operation", async () => {
  await begun();
  await tryMany(Array.from({ length: 12 }, (_, i) => `90${1000 + i}`));
  const { escrow } = (await readVault(account)) ?? {};
  const text = await unsealed(
    toBase64Url(escrow as Uint8Array),
    escrowContext(account, "device-1"),
  );
  const keys = await replacePin(handedBack(text), { account, pin: "407391" });
  const db = new PersonDb(account, { keys });
  expect((await allDrafts(db))[0]).toEqual(DRAFT);
  expect((await outboxOf(db))[0]?.text).toContain("Contoh Satu");
  expect(await tryMany([PIN, "407391"])).toEqual(["wrong", "open"]);
});

test("P123: without an escrow the password gives some more tries", async () => {
  await begun(null);
  await tryMany(Array.from({ length: 12 }, (_, i) => `90${1000 + i}`));
  await tryAgain(account);
  expect(await tryMany(["901000", PIN])).toEqual(["wrong", "open"]);
});

test("P121, P123: the right PIN makes up for what an older app could not do", async () => {
  const db = await begun(null);
  const vault = await readVault(account);
  if (!vault) throw new Error("a vault expected");
  const result = await tryPin(account, PIN, 0);
  if (result.kind !== "open") throw new Error("the right PIN");
  await writeMeta(db, {
    vault: { ...vault, lock: await lockWith(PIN, account, result.raw, 1000) },
  });
  await bringUpToDate(result.raw, { account, pin: PIN, seal: SEAL });
  const raised = await readVault(account);
  expect([raised?.lock.iterations, raised?.escrow === null]).toEqual([ITERATIONS, false]);
  expect(await tryMany([PIN])).toEqual(["open"]);
});

test("P127: two tabs that set a first PIN at once: the first stands", async () => {
  await writeMeta(new PersonDb(account), { device: "device-1" });
  const both = await Promise.all([
    firstPin({ account, pin: PIN }),
    firstPin({ account, pin: "407391" }),
  ]);
  expect(both.filter((keys) => keys !== null)).toHaveLength(1);
  const right = both[0] ? PIN : "407391";
  expect(await tryMany([right])).toEqual(["open"]);
});

test("P120: nothing of a person is read or written without the key", async () => {
  const db = await begun();
  const locked = new PersonDb(account);
  await expect(readMeta(locked, "head")).rejects.toThrow();
  await expect(allDrafts(locked)).rejects.toThrow();
  await expect(save(locked, saving(createIntention("reg-2")))).rejects.toThrow();
  expect(await outboxOf(db)).toHaveLength(1);
});
