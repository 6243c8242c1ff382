import { beforeEach, describe, expect, test } from "vitest";
import type { Intention, Problem, SyncAnswer } from "../domain/types";
import { readMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { save } from "../store/save";
import {
  createIntention,
  ME,
  NOON,
  outboxOf,
  phoneChange,
  replicaOf,
  saving,
  signedIn,
  signUps,
  UNITS,
  worldOf,
} from "./people.fake";
import { syncOnce } from "./run";
import { FakeServer } from "./server.fake";

let db: PersonDb;
let server: FakeServer;
/** What the answers held: entries told whole, and numbers named. */
let told: { whole: string[]; named: number[] }[];
/** What happens to a page on its way. */
let onTheWay: (feed: Feed) => void | Promise<void>;
type Feed = NonNullable<SyncAnswer["feed"]>;

beforeEach(async () => {
  db = await signedIn();
  server = new FakeServer(ME);
  told = [];
  onTheWay = () => {};
  const answer = server.sync.bind(server);
  server.sync = async (...given) => {
    const reply = await answer(...given);
    const feed = reply.kind === "ok" ? reply.body.feed : null;
    if (feed) {
      await onTheWay(feed);
      const named = (feed.own?.made ?? []).flatMap(({ n }) => n.map(([first = 0]) => first));
      told.push({ whole: feed.entries.map(({ registration }) => registration), named });
    }
    return reply;
  };
});

const sync = () => syncOnce(db, worldOf(server, { clock: () => NOON }), "all");
const announced = () => server.requests.splice(0).map(({ own_from }) => own_from);

/** The replica is what the server has, entry by entry, and no repair was asked for. */
async function agrees(): Promise<void> {
  const held = new Map(
    (await replicaOf(db)).map(({ registration, entry }) => [registration, entry]),
  );
  expect(held).toEqual(server.entries);
  expect((await readMeta(db, "sync"))?.mending).toBe("none");
}

describe("what the phone has said itself (P180 to P184)", () => {
  test("P181, P183: it is named, and laid in as the server has it", async () => {
    await signUps(db, 3);
    await sync();
    expect(told).toEqual([{ whole: [], named: [1, 2, 3] }]);
    await agrees();
    expect((await outboxOf(db)).map(({ state }) => state)).toEqual([
      "covered",
      "covered",
      "covered",
    ]);
  });

  test("P180: only what no entry has held is announced", async () => {
    await sync();
    await signUps(db, 2);
    await sync();
    await save(db, saving(phoneChange("reg-1", 1, "+6281200000009")));
    await sync();
    expect(announced()).toEqual([null, 1, 3]);
    await agrees();
  });

  test("P180: what waits is left aside", async () => {
    server.verdicts.set(1, { result: "held" });
    await signUps(db, 2);
    await sync();
    await sync();
    expect(announced()).toEqual([1, null]);
    expect(told[0]).toEqual({ whole: [], named: [2] });
  });

  test("P180, P43: after a lost answer it is named again", async () => {
    await signUps(db, 2);
    server.weather = ["lose_answer"];
    await sync();
    await sync();
    expect(told.at(-1)).toEqual({ whole: [], named: [1, 2] });
    await agrees();
  });

  test("P181: what somebody else has touched is told whole", async () => {
    await signUps(db, 1);
    await save(db, saving(phoneChange("reg-1", 1, "+6281200000009")));
    await sync();
    expect(told).toEqual([{ whole: ["reg-1"], named: [] }]);
    await agrees();
  });

  test("P184: another content is not laid in; the page is asked for whole", async () => {
    await signUps(db, 2);
    onTheWay = garbled;
    expect(await sync()).toEqual({ kind: "complete", reading: "ok" });
    expect(announced()).toEqual([1, null]);
    expect(told.at(-1)).toEqual({ whole: ["reg-1", "reg-2"], named: [] });
    expect((await outboxOf(db)).map(({ receipt }) => receipt?.result)).toEqual([
      "applied",
      "applied",
    ]);
    await agrees();
  });

  test("P184: an operation that is not here any more is told whole", async () => {
    await signUps(db, 3);
    server.weather = ["lose_answer"];
    await sync();
    await db.write(["outbox"], "relaxed", (tx) => tx.objectStore("outbox").delete(2));
    await sync();
    expect(announced()).toEqual([1, 1, null]);
    expect(told.at(-1)?.whole).toEqual(["reg-1", "reg-2", "reg-3"]);
    await agrees();
  });

  test("P184: whatever was not laid in covers nothing, until it is told", async () => {
    await signUps(db, 1);
    onTheWay = (feed) => {
      garbled(feed);
      server.weather = ["lose_answer"];
    };
    expect(await sync()).toEqual({ kind: "unreachable" });
    expect((await outboxOf(db)).map(({ state }) => state)).toEqual(["receipted"]);
    expect(await replicaOf(db)).toEqual([]);
    onTheWay = () => {};
    await sync();
    expect(announced()).toEqual([1, null, 1]);
    await agrees();
  });

  test("P188: a process from before is asked once more, at once and without it", async () => {
    server.old = true;
    onTheWay = (feed) => void delete feed.own;
    await signUps(db, 2);
    expect(await sync()).toEqual({ kind: "complete", reading: "ok" });
    expect(announced()).toEqual([1, null]);
    expect(told).toEqual([{ whole: ["reg-1", "reg-2"], named: [] }]);
    await agrees();
    server.old = false; // its successor has come
    onTheWay = () => {};
    await save(db, saving(createIntention("reg-3")));
    await sync();
    expect(announced()).toEqual([3]);
    await agrees();
  });

  test("P188: what is refused for another reason is not asked for ever", async () => {
    await signUps(db, 1);
    const problem = { status: 422, code: "invalid_request" } as Problem;
    let asked = 0;
    server.sync = async () => {
      asked += 1;
      return { kind: "problem", problem, bytes: 0 };
    };
    expect(await sync()).toEqual({ kind: "refused", problem });
    expect(asked).toBe(2);
  });

  test("P183, P80: what schema 1 left out begins empty", async () => {
    const { photo: _, ...before } = UNITS;
    await save(db, saving({ ...createIntention("reg-1"), set: before } as Intention));
    await sync();
    expect((await replicaOf(db))[0]?.entry.units.photo).toEqual({ id_photo: null });
    await agrees();
  });
});

function garbled({ own }: Feed): void {
  for (const part of own?.made ?? []) part.at = "2026-11-20T06:00:00.000Z";
}
