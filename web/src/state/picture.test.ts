/** A phone that holds very many is opened in slices: no finger waits for all of them. */
import { afterEach, expect, test, vi } from "vitest";
import type { ReplicaRow } from "../store/schema";
import {
  createIntention,
  entry,
  ME,
  NOON,
  openDb,
  saving,
  signedIn,
  worldOf,
} from "../sync/people.fake";

const breaths = { taken: 0 };
vi.mock("../store/breath", () => ({
  breath: async () => {
    breaths.taken += 1;
  },
}));

const { loadAll } = await import("../store/load");
const { save } = await import("../store/save");
const { syncOnce } = await import("../sync/run");
const { FakeServer } = await import("../sync/server.fake");
const { apply, clear, drawAhead, lookAtDay, registrations } = await import("./picture");

afterEach(() => {
  clear();
  lookAtDay(new Date());
  breaths.taken = 0;
});

function many(count: number): Map<string, ReplicaRow> {
  const ids = Array.from({ length: count }, (_, i) => `reg-${i}`);
  const row = (id: string) => ({ registration: id, generation: 1, left: false, entry: entry(id) });
  return new Map(ids.map((id) => [id, row(id)]));
}

test("each page is opened by itself, with a breath before it", async () => {
  const db = await signedIn();
  const server = new FakeServer(ME);
  for (const page of [1, 2, 3]) {
    server.tell(entry(`reg-${page}`));
    await syncOnce(db, worldOf(server, { clock: () => NOON }), "all");
  }
  breaths.taken = 0;
  expect((await loadAll(db)).entries.size).toBe(3);
  expect(breaths.taken).toBe(3);
});

test("a thousand are drawn in slices, and are what they are when drawn at once", async () => {
  const all = { entries: many(1000), rows: new Map() };
  const drawn = await drawAhead(all);
  expect(breaths.taken).toBe(4);
  apply(all);
  const atOnce = registrations.value;
  clear();
  apply(all, drawn);
  expect(registrations.value).toEqual(atOnce);
  expect(registrations.value.get("reg-7")).toBe(drawn.get("reg-7")); // and not once more
});

test("P75: what lies over an entry is drawn when it is laid in, not ahead", async () => {
  const db = await openDb(`acc-${Math.random()}`);
  const row = await save(db, saving(createIntention("reg-1")));
  const all = { entries: many(2), rows: new Map([[row.n, row]]) };
  const drawn = await drawAhead(all);
  expect([...drawn.keys()]).toEqual(["reg-0"]);
  apply(all, drawn);
  expect(registrations.value.get("reg-1")?.pending.length).toBe(1);
});

test("at midnight nothing of yesterday's is shown", async () => {
  const all = { entries: many(300), rows: new Map() };
  const drawing = drawAhead(all);
  lookAtDay(new Date(Date.now() + 86_400_000));
  expect((await drawing).size).toBe(0);
});
