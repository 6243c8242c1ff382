/** What is kept for a server that may be put back to a backup, and what is done after it was: docs/recovery.md. */
import { beforeEach, describe, expect, test } from "vitest";
import { readMeta, sealMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { save } from "../store/save";
import type { StoredRow } from "../store/schema";
import { openRow } from "../store/sealing";
import {
  createIntention,
  ME,
  NOON,
  phoneChange,
  saving,
  signedIn,
  signUps,
  worldOf,
} from "./people.fake";
import { syncOnce } from "./run";
import { FakeServer } from "./server.fake";

const DAY = 86_400_000;
let db: PersonDb;
let server: FakeServer;

beforeEach(async () => {
  db = await signedIn();
  server = new FakeServer(ME);
});

const sync = (change = {}) => syncOnce(db, worldOf(server, change), "all");

async function outbox() {
  return db.read(["outbox"], (tx) => tx.objectStore("outbox").getAll());
}

describe("backups and restores", () => {
  test("P70, P109: without a backup it goes 30 days after it was covered, not before", async () => {
    await signUps(db, 2);
    await sync();
    await sync({ clock: () => NOON + 29 * DAY });
    expect(await outbox()).toHaveLength(2);
    await sync({ clock: () => NOON + 31 * DAY });
    expect(await outbox()).toHaveLength(0);
    await save(db, saving(phoneChange("reg-1", 1, "+6281200000003")));
    expect((await outbox()).map(({ n }) => n)).toEqual([3]);
    expect(await sync()).toEqual({ kind: "complete", reading: "ok" });
    expect((await readMeta(db, "sync"))?.chain_ok).toBe(true);
  });

  test("P109: with backups it goes a week after it was covered, and only behind the horizon", async () => {
    await signUps(db, 3);
    await sync();
    server.kept_through = 2;
    await sync({ clock: () => NOON + 6 * DAY });
    expect(await outbox()).toHaveLength(3);
    await sync({ clock: () => NOON + 8 * DAY });
    expect((await outbox()).map(({ n }) => n)).toEqual([3]);
    await sync({ clock: () => NOON + 300 * DAY });
    expect((await outbox()).map(({ n }) => n)).toEqual([3]);
  });

  test("P109, L5: a horizon that stands still keeps the newest 5,000", async () => {
    await signUps(db, 3);
    await sync();
    const row = (await outbox()).at(-1) as StoredRow;
    const logged = server.log.at(-1) as (typeof server.log)[number];
    const head = { n: 5003, chain: (await openRow(db, row)).chain };
    const sealed = await sealMeta(db, { head });
    await db.write(["outbox", "meta"], "relaxed", async (tx) => {
      for (let n = 4; n <= 5003; n += 1) {
        await tx.objectStore("outbox").put({ ...row, n });
        server.log.push(logged);
      }
      for (const [key, value] of sealed) await tx.objectStore("meta").put(value, key);
    });
    server.kept_through = 0;
    await sync({ clock: () => NOON + 8 * DAY });
    const kept = (await outbox()).map(({ n }) => n);
    expect([kept.length, kept[0]]).toEqual([5000, 4]);
  });

  test("P35, P109: what a restored server lost is not released, however old", async () => {
    await signUps(db, 2);
    await sync();
    server.restore(0);
    server.weather = ["retry_all", "retry_all"];
    await sync({ clock: () => NOON + 400 * DAY });
    expect(await countQueued(db)).toBe(2);
  });

  test("P114: after a restore every kept receipt is asked for anew, once", async () => {
    await signUps(db, 3);
    await sync();
    server.restore(2);
    server.verdicts.set(1, { result: "held", code: "no_registration" });
    await sync();
    expect(server.requests.flatMap(({ waiting }) => waiting)).toEqual([1, 2]);
    expect((await outbox()).map(({ receipt, state }) => [receipt?.result, state])).toEqual([
      ["held", "receipted"],
      ["applied", "covered"],
      ["applied", "covered"],
    ]);
    server.requests.length = 0;
    await sync();
    expect(server.requests.map(({ waiting }) => waiting)).toEqual([[1]]);
  });

  test("P115: a server that does not know the phone gets everything after the next sign-in", async () => {
    await signUps(db, 2);
    await sync();
    server.restore(0);
    server.unknown = true;
    await save(db, saving(createIntention("reg-3")));
    expect((await sync()).kind).toBe("refused");
    expect([await countQueued(db), (await outbox()).length]).toEqual([1, 3]);
    server.unknown = false;
    expect(await sync()).toEqual({ kind: "complete", reading: "ok" });
    expect(server.log.map(({ operation }) => operation.n)).toEqual([1, 2, 3]);
    expect((await readMeta(db, "sync"))?.chain_ok).toBe(true);
  });
});
