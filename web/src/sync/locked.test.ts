import { beforeEach, expect, test } from "vitest";
import { GENESIS } from "../domain/chain";
import { addBoxes } from "../store/boxes";
import { readMeta } from "../store/meta";
import { PersonDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { save } from "../store/save";
import { mayBeWiped } from "../store/wiping";
import {
  createIntention,
  entry,
  ME,
  NOON,
  outboxOf,
  saving,
  signedIn,
  signUps,
  worldOf,
} from "./people.fake";
import { syncOnce } from "./run";
import { SEAL } from "./sealing.fake";
import { FakeServer } from "./server.fake";

let db: PersonDb;
let locked: PersonDb;
let server: FakeServer;

beforeEach(async () => {
  db = await signedIn();
  locked = new PersonDb(db.account);
  server = new FakeServer(ME);
});

const sync = (of: PersonDb) => syncOnce(of, worldOf(server), "all");

test("P124: a locked phone hands over in boxes, as its device, and pulls nothing", async () => {
  await signUps(db, 3);
  server.tell(entry("told"));
  expect(await sync(locked)).toEqual({ kind: "complete", reading: "session_expired" });
  const [request] = server.requests;
  expect(request?.operations).toEqual([]);
  expect(request?.sealed?.map(({ n }) => n)).toEqual([1, 2, 3]);
  expect(request).toMatchObject({ chain: { n: 0, hash: GENESIS }, waiting: [] });
  expect([server.credentials, server.through]).toEqual([["device"], 3]);
  expect((await outboxOf(db)).map(({ receipt }) => receipt?.result)).toEqual([
    "applied",
    "applied",
    "applied",
  ]);
  expect((await readMeta(locked, "pages")) ?? null).toBe(null);
  expect((await readMeta(locked, "sync"))?.reading).toBe("ok"); // no word about the person's session
});

test("P124: what was sealed is what was saved, byte for byte, and once", async () => {
  await signUps(db, 2);
  server.weather = ["lose_answer"];
  await sync(locked);
  await sync(db);
  const texts = (await outboxOf(db)).map(({ text }) => JSON.parse(text));
  expect(server.log.map(({ operation }) => operation)).toEqual(texts);
  const head = await readMeta(db, "head");
  expect(server.log.at(-1)?.chain).toBe(head?.chain);
});

test("P124: it goes up to the first that has no box, and that waits for its person", async () => {
  await signUps(db, 1);
  await save(db, { ...saving(createIntention("bare")), seal: null });
  await save(db, saving(createIntention("after")));
  await sync(locked);
  expect(server.requests.map(({ sealed }) => sealed?.map(({ n }) => n))).toEqual([[1]]);
  expect([server.through, await countQueued(db)]).toEqual([1, 2]);
  await addBoxes(db, SEAL);
  await sync(locked);
  expect([server.through, await countQueued(db)]).toEqual([3, 0]);
});

test("P124: the words of a receipt wait for their person, and lie under the key then", async () => {
  await signUps(db, 1);
  server.verdicts.set(1, { result: "quarantined", code: "dismissed", detail: "Atas nama Contoh" });
  await sync(locked);
  expect((await outboxOf(db))[0]?.receipt).toMatchObject({ result: "quarantined" });
  expect((await outboxOf(db))[0]?.receipt?.detail).toBeUndefined();
  await sync(db);
  expect(server.requests.at(-1)?.waiting).toEqual([1]);
  expect((await outboxOf(db))[0]?.receipt?.detail).toBe("Atas nama Contoh");
  const [row] = await db.read(["outbox"], (tx) => tx.objectStore("outbox").getAll());
  expect(JSON.stringify(row?.receipt)).not.toContain("Contoh");
});

test("P120, P124: a hash stands in clear only until there is a receipt", async () => {
  await signUps(db, 2);
  server.verdicts.set(2, { result: "retry" });
  const hashes = async () => {
    const rows = await db.read(["outbox"], (tx) => tx.objectStore("outbox").getAll());
    return rows.map((row) => row.hash !== null);
  };
  expect(await hashes()).toEqual([true, true]);
  await sync(locked);
  expect(await hashes()).toEqual([false, true]);
});

test("P32, P124: a locked phone says nothing about a chain that it cannot read", async () => {
  await signUps(db, 2);
  await sync(db);
  server.log = server.log.map((one) => ({ ...one, chain: "f".repeat(64) }));
  await sync(locked);
  expect((await readMeta(locked, "sync"))?.chain_ok).toBe(true);
  await sync(db);
  expect((await readMeta(db, "sync"))?.chain_ok).toBe(false);
});

test("P128: a locked phone learns that its device has ended", async () => {
  await signUps(db, 1);
  server.ended = true;
  const at = { clock: () => NOON };
  expect(await syncOnce(locked, worldOf(server, at), "push_only")).toMatchObject({
    reading: "device_ended",
  });
  expect([(await readMeta(locked, "sync"))?.reading, server.through]).toEqual(["device_ended", 1]);
});

test("P104, P124: a copied phone goes on as another device once its person is here", async () => {
  await signUps(db, 1);
  server.given.set("device-1", { present: "of the other", before: "of the other, too" });
  expect(await sync(locked)).toMatchObject({ kind: "refused", problem: { code: "copied" } });
  expect([server.renewals, await countQueued(db)]).toEqual([[], 1]);
  await sync(db);
  expect([server.renewals.length, await countQueued(db)]).toEqual([1, 0]);
  await save(db, saving(createIntention("later")));
  expect(await sync(locked)).toMatchObject({ kind: "complete" });
  expect(await countQueued(db)).toBe(0);
});

test("P128: nothing is wiped before everything was handed over", async () => {
  await signUps(db, 1);
  await save(db, { ...saving(createIntention("bare")), seal: null });
  server.ended = true;
  await sync(locked);
  expect([await countQueued(db), await mayBeWiped(locked)]).toEqual([1, false]);
  await addBoxes(db, SEAL);
  await sync(locked);
  expect([await countQueued(db), await mayBeWiped(locked)]).toEqual([0, true]);
});

test("P93: a box that the server could not open is said again in clear by its person", async () => {
  await signUps(db, 2);
  server.verdicts.set(1, { result: "quarantined", code: "unsealable" });
  await sync(locked);
  expect(await countQueued(db)).toBe(0);
  server.verdicts.clear();
  await sync(db);
  expect(server.requests.at(-1)?.operations.map(({ n }) => n)).toEqual([1]);
  expect((await outboxOf(db)).map(({ receipt }) => receipt?.result)).toEqual([
    "applied",
    "applied",
  ]);
});
