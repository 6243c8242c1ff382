import { beforeEach, expect, test, vi } from "vitest";
import { toBase64Url } from "../crypto/base64";
import type * as PinLock from "../crypto/pin-lock";
import { createIntention, ME, outboxOf, saving } from "../sync/people.fake";
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

/** The slow part is tried in crypto/pin-lock.test.ts; here it is quick. */
vi.mock("../crypto/pin-lock", async (original) => {
  const real = await original<typeof import("../crypto/pin-lock")>();
  const quick = 1_000;
  return {
    ...real,
    ITERATIONS: quick,
    lockWith: (...[pin, account, raw]: Parameters<typeof real.lockWith>) =>
      real.lockWith(pin, account, raw, quick),
  };
});

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
  const text = await unsealed(toBase64Url(escrow as Uint8Array), escrowContext(account));
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

test("P123: the right PIN makes up for what could not be made without a network", async () => {
  const db = await begun(null);
  expect((await readVault(account))?.escrow).toBe(null);
  const result = await tryPin(account, PIN, 0);
  if (result.kind !== "open") throw new Error("the right PIN");
  await bringUpToDate(result.raw, { account, pin: PIN });
  expect((await readVault(account))?.escrow).toBe(null); // the server's key is not known yet
  await writeMeta(db, { me: { me: ME, at: "2026-11-20T05:00:00.000Z" } });
  await bringUpToDate(result.raw, { account, pin: PIN });
  expect((await readVault(account))?.escrow).not.toBe(null);
  expect(await tryMany([PIN])).toEqual(["open"]);
});

test("P121: fewer rounds than the present number are raised at the right PIN", async () => {
  const db = await begun();
  const vault = await readVault(account);
  const result = await tryPin(account, PIN, 0);
  if (!vault || result.kind !== "open") throw new Error("the right PIN");
  const { lockWith } = await vi.importActual<typeof PinLock>("../crypto/pin-lock");
  const cheap = await lockWith(PIN, account, result.raw, 500);
  await writeMeta(db, { vault: { ...vault, lock: cheap } });
  await bringUpToDate(result.raw, { account, pin: PIN });
  expect((await readVault(account))?.lock.iterations).toBe(1_000);
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
