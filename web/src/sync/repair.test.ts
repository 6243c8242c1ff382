import { beforeEach, describe, expect, test } from "vitest";
import { Tally, weigh } from "../domain/tally";
import { damage, weighedRows } from "../store/damage.fake";
import { readMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { save } from "../store/save";
import {
  createIntention,
  entry,
  ME,
  NOON,
  phoneChange,
  replicaOf,
  saving,
  signedIn,
  worldOf,
} from "./people.fake";
import { syncOnce } from "./run";
import { FakeServer } from "./server.fake";

const DAY = 86_400_000;
let db: PersonDb;
let server: FakeServer;
let now: number;

beforeEach(async () => {
  db = await signedIn();
  server = new FakeServer(ME);
  now = NOON;
});

const sync = () => syncOnce(db, worldOf(server, { clock: () => now }), "all");
const mark = async () => await readMeta(db, "sync");
const rows = () => replicaOf(db);
const lose = (...ids: string[]) =>
  damage(db, (held) => {
    for (const id of ids) held.delete(id);
  });

/** The requests since the last look. */
function asked() {
  return server.requests.splice(0).map(({ buckets, cursor }) => {
    if (buckets) return "buckets";
    return cursor === null ? "everything" : "on";
  });
}

async function filled(count = 9): Promise<void> {
  for (let i = 0; i < count; i += 1) server.tell(entry(`reg-${i}`));
  await sync();
  server.requests = [];
}

async function agrees(): Promise<boolean> {
  const tally = new Tally();
  for (const each of server.entries.values()) {
    if (each.flag === "live") tally.add(await weigh(each.registration, each.seq));
  }
  const held = (await rows()).filter(({ left }) => !left);
  const told = new Map([...server.entries].filter(([, each]) => each.flag === "live"));
  expect(new Map(held.map((row) => [row.registration, row.entry]))).toEqual(told);
  const kept = await readMeta(db, "tally");
  return kept?.count === tally.count && `${kept.buckets}` === `${tally.stored().buckets}`;
}

describe("P57: the phone's tally follows its rows", () => {
  test("through entries that come, move, leave and are told again after a reset", async () => {
    await filled();
    expect([await agrees(), asked()]).toEqual([true, []]);
    server.tell(entry("reg-3", { version: 2 }));
    server.tell({ registration: "reg-5", flag: "left", seq: 0 });
    await sync();
    expect(await agrees()).toBe(true);
    server.entries.delete("reg-7");
    server.epoch = "b";
    await sync();
    expect([await agrees(), asked(), (await mark())?.repair]).toEqual([true, ["on", "on"], null]);
  });

  test("what is kept for pending work does not count, and counts again when it is back", async () => {
    await filled();
    await save(db, saving(phoneChange("reg-1", 1, "+6281200000009")));
    server.tell({ registration: "reg-1", flag: "left", seq: 0 });
    server.weather = ["retry_all"];
    await sync();
    expect([(await rows()).length, asked(), await agrees()]).toEqual([9, ["on"], true]);
    server.tell(entry("reg-1", { version: 3 }));
    await sync();
    expect([await agrees(), (await mark())?.repair]).toEqual([true, null]);
  });

  test("rows are looked at once a day, not at each sync", async () => {
    await filled();
    now += DAY - 1;
    await sync();
    expect((await readMeta(db, "tally"))?.recounted).toBe(NOON);
    now += 1;
    await sync();
    expect((await readMeta(db, "tally"))?.recounted).toBe(NOON + DAY);
  });
});

describe("P58: repair by buckets", () => {
  test("a lost row is noticed at the next sync, comes back, and it is told", async () => {
    await filled();
    await save(db, saving(createIntention("mine")));
    await lose("reg-4");
    server.weather = ["retry_all"];
    await sync();
    expect(await countQueued(db)).toBe(1);
    await sync();
    expect(await agrees()).toBe(true);
    expect((await mark())?.repair).toEqual({ how: "buckets", at: new Date(NOON).toISOString() });
    expect(asked().filter((what) => what === "buckets")).toHaveLength(1);
    await sync();
    expect(server.requests[0]?.health).toMatchObject({
      repair: "buckets",
      repaired_at: new Date(NOON).toISOString(),
    });
    expect(asked()).toEqual(["on"]);
  });

  test("an old row and one left over are found within a day", async () => {
    await filled();
    const old = (await weighedRows(db)).get("reg-0");
    server.tell(entry("reg-0", { version: 2 }));
    await sync();
    asked();
    if (!old) throw new Error("a row expected");
    const gone = { ...old.row, registration: "gone", entry: entry("gone", { seq: 3 }) };
    await damage(db, (held) => {
      held.set("reg-0", old);
      held.set("gone", { row: gone, weight: { bucket: 5, digest: "1".repeat(64) } });
      held.delete("reg-8");
    });
    now += DAY;
    await sync();
    expect([asked(), await agrees()]).toEqual([["on", "buckets"], true]);
    expect((await rows()).some(({ registration }) => registration === "gone")).toBe(false);
  });

  test("only the entries of buckets that differ travel", async () => {
    await filled(30);
    const held = [...(await weighedRows(db)).values()];
    const bucket = held.find(({ row }) => row.registration === "reg-4")?.weight.bucket;
    const same = held.filter(({ weight }) => weight.bucket === bucket).map(({ row }) => row);
    await lose("reg-4");
    const taken: string[][] = [];
    const onTaken = ({ change }: { change: { entries: Map<string, unknown> } }) => {
      taken.push([...change.entries.keys()].sort());
    };
    await syncOnce(db, worldOf(server, { onTaken }), "all");
    expect(taken).toEqual([[], same.map(({ registration }) => registration).sort()]);
  });

  test("a row in a repaired bucket stays while work on it is pending", async () => {
    await filled();
    server.entries.delete("reg-2");
    await save(db, saving(phoneChange("reg-2", 1, "+6281200000009")));
    server.weather = ["retry_all", "retry_all"];
    await sync();
    await sync();
    expect((await rows()).find(({ registration }) => registration === "reg-2")?.left).toBe(true);
    expect([await countQueued(db), (await mark())?.mending]).toEqual([1, "none"]);
    await sync();
    expect([await countQueued(db), (await rows()).length]).toEqual([0, 8]);
  });

  test("a repair that was cut off goes on with the next run", async () => {
    await filled();
    await lose("reg-4");
    const weather = ["lose_answer"] as const;
    const onTaken = () => {
      server.weather = [...weather];
    };
    await syncOnce(db, worldOf(server, { onTaken }), "all");
    expect([(await mark())?.mending, (await rows()).length]).toEqual(["buckets", 8]);
    await sync();
    expect([await agrees(), (await mark())?.repair?.how]).toEqual([true, "buckets"]);
  });

  test("more than a page is a reset", async () => {
    await filled(520);
    await lose(...Array.from({ length: 510 }, (_, i) => `reg-${i}`));
    await sync();
    expect([await agrees(), (await mark())?.repair?.how]).toEqual([true, "reset"]);
    expect(asked()).toEqual(["on", "buckets", "on"]);
  });

  test("P125: a page whose body cannot be read is missed, and comes back", async () => {
    await filled();
    await db.write(["bodies"], "relaxed", async (tx) => {
      const [page] = await tx.objectStore("bodies").getAllKeys();
      await tx.objectStore("bodies").put(new Uint8Array(40), page);
    });
    expect(await rows()).toEqual([]);
    await sync();
    expect([await agrees(), (await mark())?.repair?.how]).toEqual([true, "buckets"]);
  });
});

describe("P59, L6: a difference that stays is met once and told", () => {
  test("buckets, then everything, then it is left alone for a day", async () => {
    await filled();
    server.deranged = true;
    expect(await sync()).toEqual({ kind: "complete", reading: "ok" });
    expect(asked()).toEqual(["on", "buckets", "everything"]);
    expect((await mark())?.repair?.how).toBe("failed");
    await sync();
    now += DAY - 1;
    await sync();
    expect(server.requests.at(-1)?.health.repair).toBe("failed");
    expect(asked()).toEqual(["on", "on"]);
    now += 1;
    await sync();
    expect(asked()).toEqual(["on", "buckets", "everything"]);
    server.deranged = false;
    await sync();
    expect([(await mark())?.repair, asked()]).toEqual([null, ["on"]]);
  });

  test("an expired session does not make it go round", async () => {
    await filled();
    await lose("reg-4");
    const onTaken = () => {
      server.expired = true;
    };
    const outcome = await syncOnce(db, worldOf(server, { onTaken }), "all");
    expect(outcome).toEqual({ kind: "complete", reading: "session_expired" });
    expect(asked()).toHaveLength(3);
    server.expired = false;
    await sync();
    expect(await agrees()).toBe(true);
  });
});
