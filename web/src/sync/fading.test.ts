/** What came to its end days ago has no words on a recruiter's phone: docs/phone.md, P146 and P147. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Draft } from "../domain/draft";
import type { Entry } from "../domain/types";
import { putDraft } from "../store/drafts";
import { loadAll } from "../store/load";
import { readMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { readableOf } from "../store/readable.fake";
import { save } from "../store/save";
import { entry, ME, NOON, phoneChange, replicaOf, saving, signedIn, worldOf } from "./people.fake";
import { syncOnce } from "./run";
import { FakeServer } from "./server.fake";

const DAY = 86_400_000;
const at = (days: number) => new Date(NOON + days * DAY).toISOString();
let db: PersonDb;
let server: FakeServer;

beforeEach(async () => {
  db = await signedIn();
  server = new FakeServer(ME);
});

/** A sync `days` after noon by the server's clock; the phone's clock is where it likes. */
async function sync(days: number, phone = NOON): Promise<string[]> {
  server.clock = () => at(days);
  const faded: string[] = [];
  const clock = () => phone;
  const onFaded = (rows: readonly { registration: string }[]) => {
    faded.push(...rows.map(({ registration }) => registration));
  };
  expect(await syncOnce(db, worldOf(server, { clock, onFaded }), "all")).toEqual({
    kind: "complete",
    reading: "ok",
  });
  return faded;
}

function told(id: string, status: Entry["status"], change: Partial<Entry> = {}): void {
  server.tell(entry(id, { status, status_at: at(0), ...change }));
}

describe("the end of a registration", () => {
  test("P146: seven days after it the words are gone, and the tally is as before", async () => {
    for (const status of ["registered", "rejected", "withdrawn", "approved", "paid"] as const) {
      told(status, status);
    }
    expect(await sync(6.9)).toEqual([]);
    expect(await sync(7.9)).toEqual(["registered", "rejected", "withdrawn"]);
    const kept = new Map((await replicaOf(db)).map((row) => [row.registration, row.entry]));
    expect(kept.size).toBe(5);
    expect(kept.get("registered")?.faded).toBe(true);
    expect(kept.get("registered")?.units.contribution.quote_total).toBe(8400);
    expect(kept.get("approved")?.units.name.full_name).toBe("Contoh Satu");
    expect(await sync(9)).toEqual([]);
    expect((await readMeta(db, "sync"))?.repair ?? null).toBeNull();
    expect(server.requests.every(({ buckets }) => buckets === null)).toBe(true);
  });

  test("P146: nothing of them is left that the key opens", async () => {
    told("reg-1", "registered", { units: { ...entry("x").units, note: { note: "rahasia" } } });
    await sync(0);
    told("reg-1", "registered");
    await sync(1);
    expect(await readableOf(db)).toContain("rahasia"); // in a page that a later one has superseded
    await sync(8);
    expect(await readableOf(db)).not.toContain("rahasia");
  });

  test("P147: a phone's clock makes nothing old, and keeps nothing young", async () => {
    told("reg-1", "registered");
    expect(await sync(1, NOON + 3650 * DAY)).toEqual([]);
    expect(await sync(9, NOON - 3650 * DAY)).toEqual(["reg-1"]);
  });

  test("P147: what is unsent never grows old", async () => {
    told("reg-1", "registered");
    await sync(0);
    await save(db, saving(phoneChange("reg-1", 1, "+6281200000055")));
    await putDraft(db, { id: "reg-2", touched_at: at(-400) } as Draft);
    server.weather = ["retry_all"];
    server.clock = () => at(400);
    expect(await syncOnce(db, worldOf(server), "all")).toEqual({ kind: "stuck" });
    expect(await countQueued(db)).toBe(1);
    const { entries, rows } = await loadAll(db);
    expect(entries.get("reg-1")?.entry.faded).toBeUndefined();
    expect([...rows.values()][0]?.text).toContain("+6281200000055");
    expect(await readableOf(db)).toContain("reg-2");
  });

  test("P147: nor does what an operation of mine still waits on", async () => {
    told("reg-1", "registered");
    await sync(0);
    await save(db, saving(phoneChange("reg-1", 1, "+6281200000055")));
    server.verdicts.set(1, { result: "quarantined", code: "invalid" });
    expect(await sync(400)).toEqual([]);
    server.verdicts.set(1, { result: "superseded" });
    expect(await sync(402)).toEqual(["reg-1"]);
  });

  test("P147: what is told anew is let go of again in that run", async () => {
    told("reg-1", "registered");
    await sync(8);
    server.restore(0);
    expect(await sync(8.1)).toEqual(["reg-1"]);
  });

  test("P146: what comes to life again has its words", async () => {
    told("reg-1", "rejected");
    await sync(8);
    told("reg-1", "submitted");
    await sync(8.1);
    expect((await replicaOf(db))[0]?.entry.units.name.full_name).toBe("Contoh Satu");
  });
});
