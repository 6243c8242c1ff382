import { beforeEach, describe, expect, test } from "vitest";
import { damage } from "../store/damage.fake";
import { beginRun } from "../store/fence";
import { readMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { entry, ME, NOON, outboxOf, replicaOf, signedIn, signUps, worldOf } from "./people.fake";
import { syncOnce } from "./run";
import { FakeServer } from "./server.fake";

let db: PersonDb;
let server: FakeServer;
/** Requests and answers laid in, as they come. */
let order: string[];

beforeEach(async () => {
  db = await signedIn();
  server = new FakeServer(ME);
  order = [];
  const answer = server.sync.bind(server);
  server.sync = (...given) => {
    order.push("asks");
    return answer(...given);
  };
});

const onTaken = () => void order.push("laid in");
const sync = () => syncOnce(db, worldOf(server, { clock: () => NOON, onTaken }), "all");
const numbers = () => server.log.map(({ operation }) => operation.n);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe("the next request before the last answer is laid in", () => {
  test("P185: one more is on its way, never two, each operation in its turn", async () => {
    await signUps(db, 170);
    expect(await sync()).toEqual({ kind: "complete", reading: "ok" });
    expect(order).toEqual(["asks", "asks", "laid in", "asks", "laid in", "laid in"]);
    expect(server.requests.map(({ operations }) => operations.length)).toEqual([50, 100, 20]);
    expect(numbers()).toEqual(upTo(170));
    expect(server.renewals).toEqual([]); // an incarnation of neither kind would have been a copy's
    expect(server.requests.map(({ health }) => health.pending)).toEqual([170, 120, 20]);
    expect(await replicaOf(db)).toHaveLength(170);
  });

  test("P185: pages follow in the same way", async () => {
    for (let i = 0; i < 500; i += 1) server.tell(entry(`reg-${i}`));
    await sync();
    expect(order).toEqual(["asks", "asks", "laid in", "laid in"]);
    expect(await replicaOf(db)).toHaveLength(500);
    expect((await readMeta(db, "sync"))?.mending).toBe("none");
  });

  test("P185: nothing follows where nothing is left", async () => {
    await signUps(db, 3);
    await sync();
    expect(order).toEqual(["asks", "laid in"]);
  });

  test("P186: what a repair overtakes is as good as lost", async () => {
    for (let i = 0; i < 9; i += 1) server.tell(entry(`old-${i}`));
    await sync();
    await damage(db, (held) => void held.delete("old-3"));
    await signUps(db, 160);
    server.requests = [];
    expect(await sync()).toEqual({ kind: "complete", reading: "ok" });
    expect(server.requests.map(({ buckets }) => buckets !== null)).toEqual([false, false, true]);
    expect((await readMeta(db, "sync"))?.repair?.how).toBe("buckets");
    expect(numbers()).toEqual(upTo(160));
    expect((await outboxOf(db)).every(({ receipt }) => receipt?.result === "applied")).toBe(true);
    expect(await replicaOf(db)).toHaveLength(169);
  });

  test("P186, P43: a run that is overtaken loses nothing of what was on its way", async () => {
    await signUps(db, 60);
    const answer = server.sync.bind(server);
    const onTheirWay: Promise<unknown>[] = [];
    server.sync = async (...given) => {
      const reply = answer(...given);
      onTheirWay.push(reply);
      if (onTheirWay.length === 1) {
        await reply;
        await beginRun(db, NOON);
      }
      return reply;
    };
    expect(await sync()).toEqual({ kind: "overtaken" });
    await Promise.all(onTheirWay); // the server takes one request of a device at a time
    server.sync = answer;
    expect(await sync()).toEqual({ kind: "complete", reading: "ok" });
    expect(numbers()).toEqual(upTo(60));
    expect(await replicaOf(db)).toHaveLength(60);
    expect(server.renewals).toEqual([]);
  });
});
