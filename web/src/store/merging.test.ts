import { expect, test } from "vitest";
import { entry, ME, NOON, replicaOf, signedIn, worldOf } from "../sync/people.fake";
import { syncOnce } from "../sync/run";
import { FakeServer } from "../sync/server.fake";
import { readMeta } from "./meta";
import type { PersonDb } from "./open";

const pages = (db: PersonDb) => db.read(["pages"], (tx) => tx.objectStore("pages").getAll());
const sync = (db: PersonDb, server: FakeServer) =>
  syncOnce(db, worldOf(server, { clock: () => NOON }), "all");

async function agrees(db: PersonDb, server: FakeServer): Promise<boolean> {
  const told = [...server.entries.values()].filter(({ flag }) => flag === "live");
  const held = new Map((await replicaOf(db)).map((row) => [row.registration, row.entry]));
  expect(held).toEqual(new Map(told.map((one) => [one.registration, one])));
  return (await readMeta(db, "sync"))?.repair === null;
}

test("P125: many small pages become one, and nothing is asked for again", async () => {
  const db = await signedIn();
  const server = new FakeServer(ME);
  for (let i = 0; i < 40; i += 1) {
    server.tell(entry(`reg-${i % 25}`, { version: i + 1 }));
    if (i % 7 === 6) server.tell({ registration: `reg-${i % 5}`, flag: "left", seq: 0 });
    await sync(db, server);
  }
  expect((await pages(db)).length).toBeLessThan(17);
  expect(await agrees(db, server)).toBe(true);
  expect(server.requests.every(({ buckets }) => buckets === null)).toBe(true);
});

test("P125: pages of which most is superseded are written anew", async () => {
  const db = await signedIn();
  const server = new FakeServer(ME);
  for (let round = 0; round < 5; round += 1) {
    for (let i = 0; i < 260; i += 1) server.tell(entry(`reg-${i}`, { version: round + 1 }));
    await sync(db, server);
  }
  const written = (await pages(db)).reduce((sum, { ids }) => sum + ids.length, 0);
  expect(written).toBeLessThan(2 * 260 + 500 + 260);
  expect(await agrees(db, server)).toBe(true);
});

test("P125: a sync that brings nothing new writes no page", async () => {
  const db = await signedIn();
  const server = new FakeServer(ME);
  server.tell(entry("reg-1"));
  await sync(db, server);
  const before = await readMeta(db, "pages");
  await sync(db, server);
  expect(await readMeta(db, "pages")).toEqual(before);
});
