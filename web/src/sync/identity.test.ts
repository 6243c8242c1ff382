/** A phone that was copied goes on under another device id: docs/protocol.md, P100-P107. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Operation } from "../domain/types";
import { beginRun } from "../store/fence";
import { forgetToken, rememberSession } from "../store/identity";
import { loadAll } from "../store/load";
import { readMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { save } from "../store/save";
import type { OutboxRow } from "../store/schema";
import {
  createIntention,
  ME,
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
const rows = () => outboxOf(db);
const own = async () => (await rows()).filter(({ n }) => n > 0);
const past = async () => (await rows()).filter(({ n }) => n < 0);
const said = ({ text }: OutboxRow) => JSON.parse(text) as Operation;

/** What an operation says, whoever hands it over under whatever number. */
function words(row: OutboxRow): unknown {
  const { n: _, author, ...rest } = said(row);
  return { ...rest, account: author.account };
}

/** The phone's copy goes on: what this one shows is neither the present nor the one before. */
function copied(): void {
  server.given.set("device-1", { present: "of the other", before: "of the other, too" });
}

describe("the incarnation", () => {
  test("P100: each answer's is shown next, stored with the answer", async () => {
    await sync();
    await sync();
    const shown = server.requests.map(({ incarnation }) => incarnation);
    expect(shown[0]).toBeNull();
    expect(shown[1]).toMatch(/^[0-9a-f-]{36}$/);
    expect((await readMeta(db, "sync"))?.incarnation).toBe(server.given.get("device-1")?.present);
  });

  test("P101: a lost answer is asked for with what was shown before", async () => {
    await sync();
    server.weather = ["lose_answer"];
    await sync();
    await sync();
    const shown = server.requests.map(({ incarnation }) => incarnation);
    expect(shown[2]).toBe(shown[1]);
    expect(server.renewals).toEqual([]);
  });
});

describe("a new identity", () => {
  test("P102, P104, P105: what is not covered goes again, to the letter, as another device", async () => {
    const [first = ""] = await signUps(db, 2);
    await sync();
    await save(db, saving(phoneChange(first, 1, "+6281200000002")));
    await save(db, saving(createIntention("reg-3")));
    const before = (await own()).slice(2).map(words);
    copied();
    expect(await sync()).toEqual({ kind: "complete", reading: "ok" });
    expect(server.renewals).toHaveLength(1);
    expect(server.renewals[0]).toMatchObject({
      ancestor: { device: "device-1", n: 2 },
      why: "copied",
    });
    const device = server.renewals[0]?.device;
    expect(await readMeta(db, "device")).toBe(device);
    const now = await own();
    expect(now.map(words)).toEqual(before);
    expect(now.map((row) => [row.n, said(row).n, said(row).author.device])).toEqual([
      [1, 1, device],
      [2, 2, device],
    ]);
    expect(now.map(({ receipt }) => receipt?.result)).toEqual(["applied", "applied"]);
    expect((await readMeta(db, "session"))?.token).toBe(`session of ${device}`);
    expect((await readMeta(db, "sync"))?.chain_ok).toBe(true);
  });

  test("P105, P16: old rows stay untouched until the new ones have their receipts", async () => {
    await signUps(db, 2);
    await sync();
    await save(db, saving(createIntention("reg-3")));
    const before = await own();
    copied();
    const cutOff = async () => {
      server.weather = ["lose_answer"];
    };
    await sync({ onRenewed: cutOff });
    const aside = await past();
    expect(aside.map(({ n, text }) => [n, text])).toEqual(
      before.map(({ n, text }) => [-n, text]).reverse(),
    );
    expect((await own()).map(({ state }) => state)).toEqual(["queued"]);
    await sync();
    expect((await past()).map(({ n }) => n)).toEqual([-2, -1]);
    expect((await past()).every(({ covered_at }) => covered_at !== undefined)).toBe(true);
  });

  test("P104: a lost answer to the renewal is asked for again under the same id", async () => {
    await sync();
    await signUps(db, 1);
    copied();
    let asked = 0;
    const renew = async (...given: Parameters<FakeServer["renew"]>) => {
      const reply = await server.renew(...given);
      asked += 1;
      return asked === 1 ? ({ kind: "unreachable", timed_out: false } as const) : reply;
    };
    const flaky = { newId: () => "new-1", api: apiWith({ renew }) };
    expect(await sync(flaky)).toEqual({ kind: "unreachable" });
    expect(await readMeta(db, "device")).toBe("device-1");
    expect(await sync({ ...flaky, newId: () => "new-2" })).toMatchObject({ kind: "complete" });
    expect(server.renewals.map(({ device }) => device)).toEqual(["new-1", "new-1"]);
    expect(await readMeta(db, "device")).toBe("new-1");
    expect(await readMeta(db, "renewal")).toBeUndefined();
  });

  test("P103: asked for with an answer, once a run", async () => {
    await signUps(db, 1);
    server.asksToRenew = true;
    expect(await sync()).toMatchObject({ kind: "complete" });
    expect(server.renewals).toMatchObject([{ ancestor: { n: 1 }, why: "chain" }]);
    const asking = (...given: Parameters<FakeServer["sync"]>) => {
      server.asksToRenew = true;
      return server.sync(...given);
    };
    expect(await sync({ api: apiWith({ sync: asking }) })).toEqual({ kind: "stuck" });
    expect(server.renewals).toHaveLength(2);
  });

  test("P130: where a restore put another's words under its numbers, it begins before its own", async () => {
    await signUps(db, 2);
    await sync();
    await save(db, saving(createIntention("reg-3")));
    const before = (await own()).map(words);
    const [first, second] = server.log;
    if (!first || !second) throw new Error("in custody");
    server.log = [first, { ...second, chain: "f".repeat(64) }];
    copied();
    expect(await sync()).toEqual({ kind: "complete", reading: "ok" });
    expect(server.renewals.map(({ ancestor }) => ancestor.n)).toEqual([2, 0]);
    expect(new Set(server.renewals.map(({ device }) => device)).size).toBe(1);
    expect((await own()).map(words)).toEqual(before);
    expect(server.log).toHaveLength(3);
  });

  test("P130: numbers that it has released stay its own where the log has them so", async () => {
    await signUps(db, 3);
    await sync();
    await release(1);
    const [first, second, third] = server.log;
    if (!first || !second || !third) throw new Error("in custody");
    server.log = [first, { ...second, chain: "f".repeat(64) }, third];
    await save(db, saving(createIntention("reg-4")));
    server.log.pop();
    copied();
    expect(await sync()).toMatchObject({ kind: "complete" });
    expect(server.renewals.map(({ ancestor }) => ancestor.n)).toEqual([3, 1]);
    expect((await own()).map(({ registration }) => registration)).toEqual([
      "reg-2",
      "reg-3",
      "reg-4",
    ]);
  });

  test("P104: a session that ended does not keep the phone from it", async () => {
    await signUps(db, 1);
    await sync();
    await save(db, saving(createIntention("reg-2")));
    copied();
    server.expired = true;
    expect(await sync()).toEqual({ kind: "complete", reading: "session_expired" });
    expect(server.credentials.at(-1)).toBe("device");
    expect(await countQueued(db)).toBe(0);
  });

  test("P101: a run that was overtaken takes no identity", async () => {
    await sync();
    copied();
    const slow = async (...given: Parameters<FakeServer["sync"]>) => {
      const reply = await server.sync(...given);
      await beginRun(db, 0);
      return reply;
    };
    expect(await sync({ api: apiWith({ sync: slow }) })).toEqual({ kind: "overtaken" });
    expect(server.renewals).toEqual([]);
    expect(await readMeta(db, "device")).toBe("device-1");
  });

  test("P105: a save in another tab falls before it or after it, never between", async () => {
    await signUps(db, 3);
    copied();
    const [, outcome] = await Promise.all([save(db, saving(createIntention("reg-9"))), sync()]);
    expect(outcome).toMatchObject({ kind: "complete" });
    const late = await save(db, saving(createIntention("reg-10")));
    await sync();
    const device = await readMeta(db, "device");
    const now = await own();
    expect(now.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
    expect(late.n).toBe(5);
    expect(new Set(now.map((row) => said(row).author.device))).toEqual(new Set([device]));
    expect(now.map(({ before }, i) => before === (now[i - 1]?.chain ?? before))).not.toContain(
      false,
    );
    expect(server.log.map(({ operation }) => operation.registration)).toContain("reg-9");
  });

  test("P107: after a restore what was covered before is handed over again", async () => {
    await signUps(db, 2);
    await sync();
    copied();
    await sync();
    expect([await own(), (await past()).length]).toEqual([[], 2]);
    server.restore(0);
    await sync();
    await sync();
    expect(server.log.map(({ operation }) => operation.registration)).toEqual(["reg-1", "reg-2"]);
    expect(await past()).toEqual([]);
    expect((await loadAll(db)).rows.size).toBe(0);
  });
});

describe("the credential", () => {
  test("P105: a sign-in as the device before writes nothing", async () => {
    await sync();
    copied();
    await sync();
    const [device, session, me] = await Promise.all([
      readMeta(db, "device"),
      readMeta(db, "session"),
      readMeta(db, "me"),
    ]);
    if (!session || !me) throw new Error("signed in");
    expect(await rememberSession(db, { device: "device-1", session, me })).toBe(false);
    expect(await readMeta(db, "device")).toBe(device);
  });

  test("P74, P105: signing out keeps the credential of the device that the phone is now", async () => {
    await sync();
    copied();
    await sync();
    const device = await readMeta(db, "device");
    expect(await forgetToken(db)).toBe(`session of ${device}`);
    expect(await readMeta(db, "session")).toMatchObject({
      token: null,
      device_token: `token of ${device}`,
    });
  });
});

/** What a backup holds is gone from the phone (P109). */
function release(n: number): Promise<void> {
  return db.write(["outbox"], "strict", (tx) => tx.objectStore("outbox").delete(n));
}

/** The server, but for some of what it does. */
function apiWith(change: Partial<Pick<FakeServer, "sync" | "renew">>) {
  return {
    sync: server.sync.bind(server),
    me: server.me.bind(server),
    renew: server.renew.bind(server),
    ...change,
  };
}
