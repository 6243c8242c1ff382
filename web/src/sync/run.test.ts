import { beforeEach, describe, expect, test } from "vitest";
import { type Pending, project } from "../domain/project";
import type { Operation } from "../domain/types";
import { type Taken, takeAnswer } from "../store/answer";
import { Fenced } from "../store/errors";
import { beginRun } from "../store/fence";
import { loadAll } from "../store/load";
import { readMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { save } from "../store/save";
import {
  createIntention,
  entry,
  ME,
  NOON,
  outboxOf,
  phoneChange,
  saving,
  signedIn,
  signUps,
  worldOf,
} from "./people.fake";
import { syncOnce } from "./run";
import { FakeServer } from "./server.fake";

let db: PersonDb;
let server: FakeServer;

beforeEach(async () => {
  db = await signedIn();
  server = new FakeServer(ME);
});

const sync = (change = {}) => syncOnce(db, worldOf(server, change), "all");
const batches = () => server.requests.map(({ operations }) => operations.length);

/** What a person would see of what is stored. */
async function seen() {
  const { entries, rows } = await loadAll(db);
  const told = [...entries.values()].flatMap((row) => (row ? [row.entry] : []));
  const own = [...rows.values()].flatMap((row): Pending[] =>
    row && row.state !== "covered" && row.state !== "past"
      ? [{ ...row, state: row.state, operation: JSON.parse(row.text) as Operation }]
      : [],
  );
  return project(told, own, "2026-11-20");
}

const outbox = () => outboxOf(db);

describe("handing over", () => {
  test("P40, P41: what was taken and is not an exception is applied", async () => {
    await signUps(db, 3);
    expect(await sync()).toEqual({ kind: "complete", reading: "ok" });
    expect(server.log.map(({ operation }) => operation.n)).toEqual([1, 2, 3]);
    expect((await outbox()).map(({ receipt }) => receipt?.result)).toEqual([
      "applied",
      "applied",
      "applied",
    ]);
    expect(await countQueued(db)).toBe(0);
  });

  test("P43: a lost answer changes nothing; the same bytes go again", async () => {
    await signUps(db, 2);
    server.weather = ["lose_answer"];
    expect(await sync()).toEqual({ kind: "unreachable" });
    expect(await countQueued(db)).toBe(2);
    await sync();
    const [first, second] = server.requests;
    expect(second?.operations).toEqual(first?.operations);
    expect(server.through).toBe(2);
    expect([...(await seen()).values()].map(({ chip }) => chip)).toEqual([
      "with_supervisor",
      "with_supervisor",
    ]);
  });

  test("P47: retry is not custody, and a run that gets nothing done ends", async () => {
    await signUps(db, 1);
    server.weather = ["retry_all"];
    expect(await sync()).toEqual({ kind: "stuck" });
    expect(await countQueued(db)).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  test("P73: 50 first, doubled while it goes well, halved after a time-out", async () => {
    await signUps(db, 170);
    await sync();
    expect(batches()).toEqual([50, 100, 20]);
    expect((await readMeta(db, "sync"))?.batch).toBe(400);
    server.weather = ["time_out"];
    await sync();
    expect((await readMeta(db, "sync"))?.batch).toBe(200);
  });

  test("P3: the chain names the number before the first operation sent", async () => {
    await signUps(db, 2);
    await sync();
    await save(db, saving(phoneChange("reg-1", 1, "+6281200000002")));
    await sync();
    const { chain } = server.requests.at(-1) as (typeof server.requests)[number];
    expect(chain).toEqual({ n: 2, hash: server.log[1]?.chain });
  });

  test("P11, P16: neither a pull nor a retry moves what was saved", async () => {
    server.tell(entry("reg-1"));
    await sync();
    const { text } = await save(db, saving(phoneChange("reg-1", 1, "+6281200000004")));
    server.tell(entry("reg-1", { version: 5 }));
    server.weather = ["retry_all"];
    await sync();
    expect((await seen()).get("reg-1")?.base).toBe(5);
    await sync();
    expect(server.log[0]?.operation).toEqual(JSON.parse(text));
    expect(server.log[0]?.operation.base).toBe(1);
  });

  test("P4: what waits is asked about until its last word has come", async () => {
    await signUps(db, 1);
    server.verdicts.set(1, { result: "quarantined", code: "invalid" });
    await sync();
    expect((await seen()).get("reg-1")?.chip).toBe("with_admin");
    server.verdicts.delete(1);
    server.tell(entry("reg-1"));
    await sync();
    expect(server.requests.at(-1)?.waiting).toEqual([1]);
    expect((await seen()).get("reg-1")?.chip).toBe("with_supervisor");
  });

  test("M61 M65: what was decided against is asked about still, and flows on once it is taken", async () => {
    await signUps(db, 1);
    server.verdicts.set(1, { result: "quarantined", code: "dismissed", detail: "Klinik lain." });
    await sync();
    expect((await seen()).get("reg-1")?.chip).toBe("rejected");
    server.verdicts.delete(1);
    server.tell(entry("reg-1"));
    await sync();
    expect(server.requests.at(-1)?.waiting).toEqual([1]);
    expect((await seen()).get("reg-1")).toMatchObject({ chip: "with_supervisor", dismissed: null });
  });

  test("P1: an expired session still hands over, with the device's credential", async () => {
    await signUps(db, 1);
    server.expired = true;
    expect(await sync()).toEqual({ kind: "complete", reading: "session_expired" });
    expect(server.credentials).toEqual(["bearer", "device"]);
    expect(server.through).toBe(1);
  });
});

describe("taking in", () => {
  test("P54, P55: pages add up, and the overlay goes in the transaction of the last one", async () => {
    for (let i = 0; i < 450; i += 1) server.tell(entry(`other-${i}`));
    await signUps(db, 1);
    const taken: Taken[] = [];
    await sync({ onTaken: (each: Taken) => taken.push(each) });
    const covering = taken.find(({ change }) => change.rows.get(1)?.state === "covered");
    expect([taken.length, covering?.change.entries.has("reg-1")]).toEqual([2, true]);
    const picture = await seen();
    expect(picture.size).toBe(451);
    expect(picture.get("reg-1")?.pending).toEqual([]);
    expect((await outbox())[0]?.state).toBe("covered");
  });

  test("P51: what left the view stays while work on it is pending", async () => {
    server.tell(entry("reg-1"));
    server.tell(entry("reg-2"));
    await sync();
    await save(db, saving(phoneChange("reg-1", 1, "+6281200000009")));
    for (const registration of ["reg-1", "reg-2"])
      server.tell({ registration, flag: "left", seq: 0 });
    server.weather = ["retry_all"];
    const told: Taken[] = [];
    await sync({ onTaken: (taken: Taken) => told.push(taken) });
    const screens = new Map(told.flatMap(({ change }) => [...change.entries]));
    expect(screens.get("reg-1")).toMatchObject({ left: true, entry: { registration: "reg-1" } });
    expect(screens.get("reg-2")).toBeNull();
    expect([...(await seen()).keys()]).toEqual(["reg-1"]);
    await sync();
    expect((await seen()).size).toBe(0);
  });

  test("P53, P74: a reset replaces what was pulled and never the outbox", async () => {
    server.tell(entry("gone"));
    server.tell(entry("reg-9"));
    await sync();
    await signUps(db, 1);
    server.entries.delete("gone");
    server.epoch = "b";
    server.weather = ["retry_all"];
    await sync();
    expect([...(await seen()).keys()].sort()).toEqual(["reg-1", "reg-9"]);
    expect(await countQueued(db)).toBe(1);
  });

  test("I14: a server restored from a backup gets back what it lost, once", async () => {
    await signUps(db, 3);
    await sync();
    server.restore(1);
    await sync();
    await sync();
    expect(server.log.map(({ operation }) => operation.n)).toEqual([1, 2, 3]);
    expect((await seen()).size).toBe(3);
  });

  test("P32: with another chain nothing is dropped, and it is said", async () => {
    await signUps(db, 2);
    await sync();
    const last = server.log[1];
    if (last) last.chain = "f".repeat(64);
    await save(db, saving(createIntention("reg-3")));
    server.weather = ["retry_all"];
    await sync();
    expect((await readMeta(db, "sync"))?.chain_ok).toBe(false);
    expect(await outbox()).toHaveLength(3);
  });

  test("a stale verdict is still told after the feed has passed it", async () => {
    server.tell(entry("reg-1", { version: 4 }));
    await sync();
    await save(
      db,
      saving({
        kind: "review",
        registration: "reg-1",
        base: 4,
        verdict: "approve",
        remarks: {},
        message: null,
        read: null,
      }),
    );
    server.verdicts.set(1, { result: "stale", version: 5 });
    server.tell(entry("reg-1", { version: 5 }));
    await sync();
    const one = (await seen()).get("reg-1");
    expect([one?.stale?.result, one?.status, one?.pending]).toEqual(["stale", "submitted", []]);
  });
});

describe("one run at a time", () => {
  test("P71: a run that was overtaken writes nothing more", async () => {
    await signUps(db, 1);
    const overtaken = { kind: "overtaken" };
    expect(await sync({ onSending: () => void beginRun(db, NOON) })).toEqual(overtaken);
    expect(await countQueued(db)).toBe(1);
    await sync();
    expect(server.through).toBe(1);
  });

  test("P71: an answer of an older run is refused whole", async () => {
    const { fence } = await beginRun(db, NOON);
    await beginRun(db, NOON);
    const body = {
      ...(await answerOf()),
      receipts: { through: 0, chain: "", chain_matches: true, exceptions: [] },
    };
    const old = takeAnswer(db, {
      fence,
      asked: [],
      cursor: null,
      answer: body,
      now: NOON,
      traffic: 0,
    });
    await expect(old).rejects.toBeInstanceOf(Fenced);
  });
});

async function answerOf() {
  const head = { protocol: 1, device: "d", chain: { n: 0, hash: "" }, waiting: [], cursor: null };
  const body = JSON.stringify({ ...head, operations: [], limit: 10, sent_at: "", health: {} });
  const reply = await server.sync(body, { kind: "bearer", token: "t" });
  if (reply.kind !== "ok") throw new Error("fine weather expected");
  return reply.body;
}
