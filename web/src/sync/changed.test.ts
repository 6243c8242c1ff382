import { beforeEach, describe, expect, test } from "vitest";
import type { Changed, SyncAnswer } from "../domain/types";
import { readMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { ME, NOON, replicaOf, signedIn, signUps, worldOf } from "./people.fake";
import { syncOnce } from "./run";
import { FakeServer } from "./server.fake";

let db: PersonDb;
let server: FakeServer;
/** What the answers held: entries told whole, and what had changed of others. */
let told: { whole: string[]; changed: Changed["entries"] }[];
/** What happens to a page on its way. */
let onTheWay: (feed: Feed) => void;
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
      onTheWay(feed);
      const whole = feed.entries.map(({ registration }) => registration);
      told.push({ whole, changed: feed.changed?.entries ?? [] });
    }
    return reply;
  };
  await signUps(db, 2);
  await sync();
  told.length = 0;
  server.requests.length = 0;
});

const sync = () => syncOnce(db, worldOf(server, { clock: () => NOON }), "all");

/** Somebody else gives a person another telephone number. */
function rings(registration: string, phone: string): void {
  const entry = server.entries.get(registration);
  if (entry?.flag !== "live") throw new Error(registration);
  const version = entry.version + 1;
  const units = { ...entry.units, contact: { phone, email: null } };
  const line = { what: "amend", version, at: entry.received_at, by: "someone", detail: "contact" };
  server.tell({ ...entry, version, units, history: [...entry.history, line] });
}

/** The replica is what the server has, entry by entry. */
async function agrees(): Promise<void> {
  const rows = (await replicaOf(db)).map(({ registration, entry }) => [registration, entry]);
  expect(new Map(rows as [string, unknown][])).toEqual(server.entries);
  expect((await readMeta(db, "sync"))?.mending).toBe("none");
}

describe("what the phone holds already (P222 to P225)", () => {
  test("P223, P224: a unit that changed is laid over the others", async () => {
    rings("reg-2", "+6281200000009");
    await sync();
    const [{ whole, changed } = { whole: null, changed: [] }] = told;
    expect(whole).toEqual([]);
    expect(changed.map(({ since, units }) => [since, Object.keys(units)])).toEqual([
      [1, ["contact"]],
    ]);
    expect(server.requests.map(({ holds }) => holds)).toEqual([true]);
    await agrees();
  });

  test("P224: of the history, what was before stays and what is told follows", async () => {
    rings("reg-1", "+6281200000001");
    await sync();
    rings("reg-1", "+6281200000002");
    await sync();
    expect(told.map(({ changed }) => changed.map(({ since }) => since))).toEqual([[1], [2]]);
    await agrees();
  });

  test("P225: what does not come out as it was meant is told whole, in the same run", async () => {
    rings("reg-1", "+6281200000009");
    onTheWay = ({ changed }) => {
      if (changed) changed.digest = "0".repeat(64);
    };
    expect(await sync()).toMatchObject({ kind: "complete" });
    expect(server.requests.map(({ holds }) => holds)).toEqual([true, null]);
    expect(told.map(({ whole }) => whole)).toEqual([[], ["reg-1"]]);
    await agrees();
  });

  test("P225: so is what the phone does not hold", async () => {
    rings("reg-1", "+6281200000009");
    onTheWay = ({ changed }) => {
      for (const one of changed?.entries ?? []) one.registration = "reg-7";
    };
    await sync();
    expect(told.at(-1)?.whole).toEqual(["reg-1"]);
    await agrees();
  });
});
