import { beforeEach, describe, expect, test, vi } from "vitest";
import { canonical } from "../domain/canonical";
import { digest, GENESIS, link } from "../domain/chain";
import type { Draft } from "../domain/draft";
import { createIntention, openDb, outboxOf, phoneChange, saving } from "../sync/people.fake";
import { allDrafts, putDraft } from "./drafts";
import { StoreError } from "./errors";
import { readMeta } from "./meta";
import { PersonDb } from "./open";
import { readySave, save } from "./save";

let account: string;
let db: PersonDb;

beforeEach(async () => {
  account = `acc-${Math.random()}`;
  db = await openDb(account);
});

const outbox = () => outboxOf(db);

const DRAFT: Draft = {
  id: "reg-1",
  clinic: "clinic-1",
  step: 8,
  fields: {},
  consent: null,
  created_at: "2026-11-20T05:00:00.000Z",
  touched_at: "2026-11-20T05:00:00.000Z",
};

describe("saving", () => {
  test("P10: the operation is written and the draft gone, in one strict transaction", async () => {
    await putDraft(db, DRAFT);
    const begun = vi.spyOn(IDBDatabase.prototype, "transaction");
    await save(db, saving(createIntention("reg-1"), "reg-1"));
    const writes = begun.mock.calls.filter(([, mode]) => mode === "readwrite");
    begun.mockRestore();
    expect(writes).toEqual([
      [
        ["outbox", "drafts", "corrections", "photos", "meta"],
        "readwrite",
        { durability: "strict" },
      ],
    ]);
    expect([(await outbox()).length, await allDrafts(db)]).toEqual([1, []]);
  });

  test("P16, P31: the row holds the text as hashed, and the chain over it", async () => {
    const row = await save(db, saving(createIntention("reg-1")));
    expect(row.text).toBe(canonical(JSON.parse(row.text)));
    expect(row.hash).toBe(await digest(row.text));
    expect([row.before, row.chain]).toEqual([GENESIS, await link(GENESIS, row.hash)]);
    expect(await readMeta(db, "head")).toEqual({ n: 1, chain: row.chain });
  });

  test("P10: two tabs that save at once share one row of numbers", async () => {
    const other = new PersonDb(account, { keys: db.keys });
    const ids = Array.from({ length: 12 }, (_, i) => `reg-${i}`);
    await Promise.all(
      ids.map((id, i) => save(i % 2 === 0 ? db : other, saving(createIntention(id)))),
    );
    const rows = await outbox();
    expect(rows.map(({ n }) => n)).toEqual(ids.map((_, i) => i + 1));
    expect(new Set(rows.map(({ registration }) => registration)).size).toBe(12);
    expect(rows.slice(1).map(({ before }) => before)).toEqual(
      rows.slice(0, -1).map(({ chain }) => chain),
    );
  });

  test("P10: what was read ahead, or saved last, is not believed where something came in between", async () => {
    const other = new PersonDb(account, { keys: db.keys });
    await Promise.all([readySave(db, null), readySave(other, null)]);
    const rows = [];
    for (const [i, at] of [db, other, other, db, other].entries()) {
      rows.push(await save(at, saving(createIntention(`reg-${i}`))));
    }
    expect(rows.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
    expect(rows.slice(1).map(({ before }) => before)).toEqual(
      rows.slice(0, -1).map(({ chain }) => chain),
    );
  });

  test("P10: a save after the first waits for one transaction alone", async () => {
    await readySave(db, null);
    const begun = vi.spyOn(IDBDatabase.prototype, "transaction");
    await save(db, saving(createIntention("reg-1")));
    await save(db, saving(createIntention("reg-2")));
    expect(begun.mock.calls.map(([, mode]) => mode)).toEqual(["readwrite", "readwrite"]);
    begun.mockRestore();
  });

  test("I1: where there is no room nothing is half saved, and it is said", async () => {
    await putDraft(db, DRAFT);
    const full = vi.spyOn(IDBObjectStore.prototype, "add").mockImplementationOnce(() => {
      throw new DOMException("no room", "QuotaExceededError");
    });
    const failing = save(db, saving(createIntention("reg-1"), "reg-1"));
    await expect(failing).rejects.toMatchObject({ kind: "full" });
    await expect(failing).rejects.toBeInstanceOf(StoreError);
    full.mockRestore();
    expect([await outbox(), await readMeta(db, "head"), (await allDrafts(db)).length]).toEqual([
      [],
      undefined,
      1,
    ]);
    expect((await save(db, saving(createIntention("reg-1"), "reg-1"))).n).toBe(1);
  });

  test("a late keystroke does not bring back the draft of a saved sign-up", async () => {
    await save(db, saving(createIntention("reg-1"), "reg-1"));
    expect(await putDraft(db, DRAFT)).toBe(false);
    expect(await allDrafts(db)).toEqual([]);
  });
});

describe("the database", () => {
  test("P74: an upgrade keeps the outbox, and an old tab makes way for it", async () => {
    const told: string[] = [];
    const notice = (what: string) => told.push(what);
    const old = new PersonDb(account, { keys: db.keys, notice });
    await save(old, saving(createIntention("reg-1")));
    await save(old, saving(phoneChange("reg-1", 0, "+6281200000002")));
    const before = await old.read(["outbox"], (tx) => tx.objectStore("outbox").getAll());
    const upgraded = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open(`perisai-${account}`, 99);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const rows = await new Promise((resolve) => {
      const asked = upgraded.transaction("outbox").objectStore("outbox").getAll();
      asked.onsuccess = () => resolve(asked.result);
    });
    expect(rows).toEqual(before);
    expect(told).toEqual(["superseded"]);
    await expect(save(old, saving(createIntention("reg-2")))).rejects.toMatchObject({
      kind: "superseded",
    });
    upgraded.close();
  });

  test("P74: another person's database is another one", async () => {
    await save(db, saving(createIntention("reg-1")));
    const other = await openDb(`${account}-b`);
    expect(await readMeta(other, "head")).toBeUndefined();
    await other.close();
    expect(await outbox()).toHaveLength(1);
  });

  test("a connection that was closed behind our back is opened again", async () => {
    await save(db, saving(createIntention("reg-1")));
    (await db.connection()).close();
    expect((await save(db, saving(createIntention("reg-2")))).n).toBe(2);
  });
});
