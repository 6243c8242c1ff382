import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";
import { canonical } from "../domain/canonical";
import { digest, GENESIS, link } from "../domain/chain";
import { weigh } from "../domain/tally";
import { entry, ME, outboxOf, replicaOf, UNITS, worldOf } from "../sync/people.fake";
import { syncOnce } from "../sync/run";
import { FakeServer } from "../sync/server.fake";
import { allDrafts } from "./drafts";
import { readMeta } from "./meta";
import { PersonDb } from "./open";
import { firstPin } from "./vault";

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

const account = "acc-1";
const PIN = "284916";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const DRAFT = {
  id: "draft-1",
  clinic: "clinic-1",
  step: 3,
  fields: { full_name: "Contoh Draf" },
  consent: null,
  created_at: "2026-11-20T05:00:00.000Z",
  touched_at: "2026-11-20T05:00:00.000Z",
};

/** An operation as version 1 of the database has it: everything in clear. */
async function oldRow(n: number, before: string) {
  const op = `op-${n}`;
  const said = { n, op, reason: `pindah kerja ${n}`, kind: "withdraw", registration: `reg-${n}` };
  const text = canonical(said as never);
  const hash = await digest(text);
  const chain = await link(before, hash);
  const at = { saved_at: "2026-11-20T05:00:00.000Z", state: "queued", receipt: null };
  return { n, op, registration: `reg-${n}`, text, hash, before, chain, ...at };
}

/** A database of the shipped version 1, written as its app wrote it. */
async function shipped(operations: number, entries: number): Promise<string[]> {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const asked = indexedDB.open(`perisai-${account}`, 1);
    asked.onupgradeneeded = () => {
      const made = asked.result;
      made.createObjectStore("drafts", { keyPath: "id" });
      const outbox = made.createObjectStore("outbox", { keyPath: "n" });
      outbox.createIndex("state", ["state", "n"]);
      outbox.createIndex("registration", "registration");
      outbox.createIndex("covered_at", "covered_at");
      const replica = made.createObjectStore("replica", { keyPath: "registration" });
      replica.createIndex("generation", "generation");
      made.createObjectStore("meta");
    };
    asked.onsuccess = () => resolve(asked.result);
  });
  const rows: Awaited<ReturnType<typeof oldRow>>[] = [];
  for (let n = 1; n <= operations; n += 1)
    rows.push(await oldRow(n, rows.at(-1)?.chain ?? GENESIS));
  const weights = await Promise.all(
    Array.from({ length: entries }, (_, i) => weigh(`told-${i}`, i + 1)),
  );
  const tx = db.transaction(["drafts", "outbox", "replica", "meta"], "readwrite");
  for (const row of rows) tx.objectStore("outbox").put(row);
  for (let i = 0; i < entries; i += 1) {
    const told = entry(`told-${i}`, { seq: i + 1 });
    const row = { registration: `told-${i}`, generation: 1, left: i === 0, entry: told };
    tx.objectStore("replica").put({ ...row, ...(i % 2 ? { weight: weights[i] } : {}) });
  }
  tx.objectStore("drafts").put({ id: DRAFT.id, draft: DRAFT });
  const meta = tx.objectStore("meta");
  meta.put("device-1", "device");
  meta.put({ n: operations, chain: rows.at(-1)?.chain ?? GENESIS }, "head");
  meta.put({ me: ME, at: "2026-11-20T05:00:00.000Z" }, "me");
  const until = {
    expires_at: "2026-12-20T05:00:00.000Z",
    signed_in_at: "2026-11-20T05:00:00.000Z",
  };
  meta.put({ token: "rahasia", device_token: "device-token", ...until }, "session");
  await new Promise((resolve) => {
    tx.oncomplete = resolve;
  });
  db.close();
  return rows.map(({ text }) => text);
}

/** Everything that lies in the database, as text. */
async function raw(db: PersonDb): Promise<string> {
  const names = ["drafts", "outbox", "replica", "pages", "bodies", "meta"] as const;
  const all = await db.read([...names], (tx) =>
    Promise.all(names.map((name) => tx.objectStore(name).getAll())),
  );
  const latin = (_: string, value: unknown) =>
    value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : value;
  return JSON.stringify(all, latin);
}

test("P126: everything is taken over, and not one byte of an operation changes", async () => {
  const texts = await shipped(7, 600);
  const keys = await firstPin({ account, pin: PIN });
  const db = new PersonDb(account, { keys });
  const rows = await outboxOf(db);
  expect(rows.map(({ text }) => text)).toEqual(texts);
  for (const row of rows) expect(row.chain).toBe(await link(row.before, await digest(row.text)));
  expect(await readMeta(db, "head")).toEqual({ n: 7, chain: rows.at(-1)?.chain });
  expect(await allDrafts(db)).toEqual([DRAFT]);
  const held = await replicaOf(db);
  expect([held.length, held.filter(({ left }) => left).length]).toEqual([600, 1]);
  expect((await readMeta(db, "session"))?.token).toBe("rahasia");
});

test("P120, P126: nothing of what stood in clear stands there after it", async () => {
  await shipped(3, 5);
  const before = await raw(new PersonDb(account));
  const keys = await firstPin({ account, pin: PIN });
  const after = await raw(new PersonDb(account, { keys }));
  const { identity, name, contact, address } = UNITS;
  const personal = [identity.nik, name.full_name, contact.phone, address.address, "pindah kerja"];
  for (const word of [...personal, "Contoh Draf", "rahasia", "Rini"]) {
    expect([before.includes(word), after.includes(word)]).toEqual([true, false]);
  }
});

test("P126: before that it is handed over as it lies; after it, too", async () => {
  await shipped(3, 0);
  const server = new FakeServer(ME);
  server.weather = ["lose_answer"];
  await syncOnce(new PersonDb(account), worldOf(server), "push_only");
  expect(server.through).toBe(3);
  const keys = await firstPin({ account, pin: PIN });
  expect(await syncOnce(new PersonDb(account), worldOf(server), "push_only")).toMatchObject({
    kind: "complete",
  });
  const db = new PersonDb(account, { keys });
  expect((await outboxOf(db)).map(({ receipt }) => receipt?.result)).toEqual([
    "applied",
    "applied",
    "applied",
  ]);
  expect(
    server.requests.map(({ operations, sealed }) => [operations.length, sealed?.length]),
  ).toEqual([
    [3, undefined],
    [0, 3],
  ]);
});

test("P126: a run in the middle of it is told so, and nothing is lost", async () => {
  await shipped(40, 300);
  const server = new FakeServer(ME);
  const [keys] = await Promise.all([
    firstPin({ account, pin: PIN }),
    syncOnce(new PersonDb(account), worldOf(server), "push_only"),
  ]);
  const db = new PersonDb(account, { keys });
  await syncOnce(db, worldOf(server), "all");
  expect((await outboxOf(db)).every(({ receipt }) => receipt?.result === "applied")).toBe(true);
  expect(server.log.map(({ operation }) => operation.n)).toEqual(
    Array.from({ length: 40 }, (_, i) => i + 1),
  );
});
