import { beforeEach, expect, test } from "vitest";
import { fromBase64Url } from "../crypto/base64";
import type { Bundle } from "../domain/bundle";
import { canonical } from "../domain/canonical";
import type { Api, BundleAnswer, Credential, Reply } from "../net/api";
import { allCarried } from "../store/carried";
import { noteEntrusted, signerOf, unsentRows } from "../store/entrusting";
import { readMeta, writeMeta } from "../store/meta";
import { type PersonDb, PhoneDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { allPeople, putPerson } from "../store/phone";
import { bundlesOf, carry, itemsOf, takeIn, tellKey } from "./courier";
import { ME, NOON, openDb, signedIn, signUps, worldOf } from "./people.fake";
import { syncOnce } from "./run";
import { FakeServer } from "./server.fake";

const AT = new Date(NOON).toISOString();
const MAKING = { device: "device-1", key: ME.seal, app: "0.1.0", at: AT, pad: true };

let phone: PhoneDb;
beforeEach(async () => {
  for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  phone = new PhoneDb();
});

/** What a server would say of each bundle, and what it was asked. */
class Desk {
  answers: Reply<BundleAnswer>[] = [];
  asked: { text: string; token: string }[] = [];
  api = {
    bundle: async (text: string, { token }: Credential) => {
      this.asked.push({ text, token });
      return this.answers.shift() ?? said("taken");
    },
  } as unknown as Api;
}

function said(result: BundleAnswer["result"]): Reply<BundleAnswer> {
  return { kind: "ok", body: { device: "d", result, taken: 1, through: 1 }, bytes: 1 };
}

function problem(status: number, code: string): Reply<BundleAnswer> {
  return { kind: "problem", problem: { type: "", title: "", status, code }, bytes: 1 };
}

async function bundleOf(count: number): Promise<string> {
  const db = await signedIn();
  await signUps(db, count);
  const [text = ""] = await bundlesOf(db, await itemsOf(await unsentRows(db), MAKING), MAKING);
  return text;
}

/** Somebody who has signed in on this phone; the test's phone knows their push-only credential. */
async function inhabitant(account: string): Promise<PersonDb> {
  await putPerson(phone, { account, username: account, name: account, role: "recruiter" });
  const db = await openDb(account);
  const session = {
    token: null,
    device_token: `device-${account}`,
    expires_at: AT,
    signed_in_at: AT,
  };
  await writeMeta(db, { device: "device-2", session });
  return db;
}

test("P94: a bundle is signed by the device's own key, and nobody can read it", async () => {
  const db = await signedIn();
  await signUps(db, 3);
  const [text = ""] = await bundlesOf(db, await itemsOf(await unsentRows(db), MAKING), MAKING);
  const { signature, ...rest } = JSON.parse(text) as Bundle;
  expect(rest.items.map(({ n }) => n)).toEqual([1, 2, 3]);
  expect(text.length).toBe(4096);
  expect(text).not.toMatch(/Contoh|3275015003900001|81200000001/);
  const { public_key, key } = await signerOf(db);
  const point = fromBase64Url(public_key);
  const ecdsa = { name: "ECDSA", namedCurve: "P-256" };
  const verifier = await crypto.subtle.importKey("raw", point, ecdsa, false, ["verify"]);
  const holds = (data: unknown) =>
    crypto.subtle.verify(
      { name: "ECDSA", hash: "SHA-256" },
      verifier,
      fromBase64Url(signature),
      new TextEncoder().encode(canonical(data)),
    );
  expect(await holds(rest)).toBe(true);
  expect(await holds({ ...rest, app: "0.1.1" })).toBe(false);
  await expect(crypto.subtle.exportKey("pkcs8", key)).rejects.toThrow();
});

test("P95: the key is made once and told once", async () => {
  const db = await signedIn();
  const server = new FakeServer(ME);
  await syncOnce(db, worldOf(server), "all");
  await syncOnce(db, worldOf(server), "all");
  expect(server.keys).toEqual([(await signerOf(db)).public_key]);
  const [a, b] = await Promise.all([signerOf(db), signerOf(db)]);
  expect(a.public_key).toBe(b.public_key);
});

test("P53, P95: a restored server is told the key again", async () => {
  const db = await signedIn();
  const server = new FakeServer(ME);
  await syncOnce(db, worldOf(server), "all");
  server.restore(0);
  await syncOnce(db, worldOf(server), "all");
  expect(server.keys.length).toBe(2);
});

test("P95: a server that does not hear of the key is told again, and syncing does not mind", async () => {
  const db = await signedIn();
  const server = new FakeServer(ME);
  const deaf = { ...server, deviceKey: async () => ({ kind: "unreachable", timed_out: false }) };
  const run = { db, device: "device-1", was_restored: false };
  await tellKey(run, deaf as unknown as Api, { kind: "device", token: "t" });
  expect((await readMeta(db, "signer"))?.told).toBeNull();
  server.deviceKey = () => Promise.reject(new Error("full"));
  const outcome = await syncOnce(db, worldOf(server), "all");
  expect(outcome.kind).toBe("complete");
});

test("P97: what was given away is as unsent as before, and sent by its own phone", async () => {
  const db = await signedIn();
  await signUps(db, 2);
  await noteEntrusted(db, [1, 2, 3], AT);
  expect(await countQueued(db)).toBe(2);
  expect((await unsentRows(db)).map((row) => row.entrusted_at)).toEqual([AT, AT]);
  const server = new FakeServer(ME);
  await syncOnce(db, worldOf(server), "all");
  expect([server.through, await countQueued(db)]).toEqual([2, 0]);
  expect(await noteEntrusted(db, [1], AT)).toEqual([]);
});

test("P98: a file is kept as it came, once", async () => {
  const text = await bundleOf(2);
  expect(await takeIn(phone, text, NOON)).toBe("taken_in");
  expect(await takeIn(phone, text, NOON + 1)).toBe("known");
  expect(await takeIn(phone, "PERISAI", NOON)).toBe("not_one");
  expect(await takeIn(phone, text.slice(0, -1), NOON)).toBe("not_one");
  expect(await allCarried(phone)).toMatchObject([{ count: 2, text, taken_at: AT, ended: null }]);
});

test("P98: there is an end to what one phone carries", async () => {
  const bundle = JSON.parse(await bundleOf(1)) as Bundle;
  for (let i = 0; i < 50; i += 1) {
    const text = JSON.stringify({ ...bundle, signature: `s${i}` });
    expect(await takeIn(phone, text, NOON)).toBe("taken_in");
  }
  expect(await takeIn(phone, JSON.stringify(bundle), NOON)).toBe("full");
});

test.each(["taken", "known", "unknown_device", "bad_signature", "old_key", "unsealable"] as const)(
  "P96, P98: after %s its text is forgotten",
  async (result) => {
    await inhabitant("acc-1");
    const text = await bundleOf(1);
    await takeIn(phone, text, NOON);
    const desk = new Desk();
    desk.answers = [said(result)];
    await carry(phone, desk.api, () => NOON);
    expect(desk.asked).toEqual([{ text, token: "device-acc-1" }]);
    expect(await allCarried(phone)).toMatchObject([{ text: "", ended: { result, at: AT } }]);
    await carry(phone, desk.api, () => NOON);
    expect(desk.asked.length).toBe(1);
    expect(await takeIn(phone, text, NOON)).toBe("known");
  },
);

test.each([
  said("retry"),
  { kind: "unreachable", timed_out: true } as const,
  problem(500, "internal_error"),
  problem(401, "unauthenticated"),
  problem(429, "rate_limited"),
])("P98: it is kept where nothing was learned: %o", async (answer) => {
  await inhabitant("acc-1");
  await takeIn(phone, await bundleOf(1), NOON);
  const desk = new Desk();
  desk.answers = [answer];
  await carry(phone, desk.api, () => NOON);
  expect((await allCarried(phone))[0]?.ended).toBeNull();
});

test("P98: a refused one is forgotten and the next one goes", async () => {
  await inhabitant("acc-1");
  for (let i = 0; i < 2; i += 1) await takeIn(phone, await bundleOf(1), NOON + i);
  const desk = new Desk();
  desk.answers = [problem(422, "invalid_request"), said("taken")];
  await carry(phone, desk.api, () => NOON);
  const ends = (await allCarried(phone)).map(({ ended }) => ended?.result);
  expect(ends).toEqual(["invalid_request", "taken"]);
});

test("P98: anybody's credential will do, also after they signed out", async () => {
  await inhabitant("acc-1");
  await inhabitant("acc-2");
  expect((await allPeople(phone)).length).toBe(2);
  await takeIn(phone, await bundleOf(1), NOON);
  const desk = new Desk();
  desk.answers = [problem(401, "unauthenticated"), said("taken")];
  await carry(phone, desk.api, () => NOON);
  expect(desk.asked.map(({ token }) => token)).toEqual(["device-acc-1", "device-acc-2"]);
});

test("what became of it is shown for two weeks", async () => {
  await inhabitant("acc-1");
  const desk = new Desk();
  await takeIn(phone, await bundleOf(1), NOON);
  await carry(phone, desk.api, () => NOON);
  await takeIn(phone, await bundleOf(1), NOON + 15 * 86_400_000);
  await carry(phone, desk.api, () => NOON + 15 * 86_400_000);
  expect((await allCarried(phone)).length).toBe(1);
});
