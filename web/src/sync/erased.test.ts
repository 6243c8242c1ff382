/** A person who was erased is gone from the phone: docs/protocol.md, P142-P145. */
import { beforeEach, describe, expect, test } from "vitest";
import { canonical } from "../domain/canonical";
import { digest } from "../domain/chain";
import { fieldsOf } from "../domain/correction";
import type { Draft } from "../domain/draft";
import { allCorrections, putCorrection } from "../store/corrections";
import { allDrafts, putDraft } from "../store/drafts";
import { readMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { allPhotos, putPhoto } from "../store/photos";
import { readableOf } from "../store/readable.fake";
import { save } from "../store/save";
import type { PageRow } from "../store/schema";
import {
  createIntention,
  entry,
  ME,
  outboxOf,
  phoneChange,
  replicaOf,
  saving,
  signedIn,
  UNITS,
  worldOf,
} from "./people.fake";
import { syncOnce } from "./run";
import { FakeServer } from "./server.fake";

const SECRET = "+6281200000077";
let db: PersonDb;
let server: FakeServer;

beforeEach(async () => {
  db = await signedIn();
  server = new FakeServer(ME);
});

const sync = (change = {}) => syncOnce(db, worldOf(server, change), "all");

const readable = () => readableOf(db);

async function pageIds(): Promise<string[]> {
  const rows = await db.read(["pages"], (tx) => tx.objectStore("pages").getAll());
  return (rows as PageRow[]).flatMap(({ ids }) => ids);
}

async function signUp(id: string): Promise<void> {
  await save(db, saving(createIntention(id)));
  await save(db, saving(phoneChange(id, 1, SECRET)));
}

const erase = (id: string) => server.tell({ registration: id, flag: "erased", seq: 0 });

describe("an erased entry", () => {
  test("P142, P143: entry, words, draft and photo are gone, and others stay", async () => {
    await signUp("reg-1");
    await save(db, saving(createIntention("reg-2")));
    await sync();
    const photo = { sha256: "a".repeat(64), bytes: 3, type: "image/jpeg" } as const;
    const was = fieldsOf(UNITS);
    await putCorrection(db, {
      id: "reg-1",
      was,
      fields: { ...was, phone: SECRET },
      touched_at: "x",
    });
    await putPhoto(db, {
      ...{ registration: "reg-1", photo, instead: null, taken_at: "2026-11-20T05:00:00.000Z" },
      data: new Uint8Array([1, 2, 3]).buffer,
    });
    const before = (await outboxOf(db)).map(({ n, op, hash, chain }) => ({ n, op, hash, chain }));
    erase("reg-1");
    let told: readonly string[] = [];
    const onTaken = ({ erased }: { erased: readonly string[] }) => {
      told = [...told, ...erased];
    };
    expect(await sync({ onTaken })).toEqual({ kind: "complete", reading: "ok" });
    expect(told).toEqual(["reg-1"]);
    const left = await readable();
    expect(left).not.toContain(SECRET);
    expect((await pageIds()).includes("reg-1")).toBe(false);
    expect((await replicaOf(db)).map(({ registration }) => registration)).toEqual(["reg-2"]);
    const after = await outboxOf(db);
    expect(after.map(({ n, op, hash, chain }) => ({ n, op, hash, chain }))).toEqual(before);
    expect(after.map(({ text }) => text === "")).toEqual([true, true, false]);
    expect(await allPhotos(db)).toEqual([]);
    expect(await allCorrections(db)).toEqual([]);
    const bytes = await db.read(["photo_bytes"], (tx) => tx.objectStore("photo_bytes").count());
    expect(bytes).toBe(0);
    expect((await readMeta(db, "sync"))?.repair ?? null).toBeNull();
  });

  test("P142: a draft of the same sign-up goes as well", async () => {
    const draft = { id: "reg-9", touched_at: "2026-11-20T05:00:00.000Z" } as Draft;
    await putDraft(db, draft);
    server.tell(entry("reg-9"));
    await sync();
    erase("reg-9");
    await sync();
    expect(await allDrafts(db)).toEqual([]);
  });

  test("P143, I1: what has no receipt is handed over first, and emptied with its receipt", async () => {
    await signUp("reg-1");
    await sync();
    erase("reg-1");
    await save(db, saving(phoneChange("reg-1", 2, "+6281200000088")));
    server.weather = ["retry_all", "retry_all"];
    expect(await sync()).toEqual({ kind: "stuck" });
    expect(await countQueued(db)).toBe(1);
    expect(await readable()).toContain("+6281200000088");
    server.verdicts.set(3, { result: "superseded", code: "erased" });
    await sync();
    expect(server.log.map(({ operation }) => operation.n)).toEqual([1, 2, 3]);
    expect(await countQueued(db)).toBe(0);
    expect(await readable()).not.toContain("+62812");
  });

  test("P143: the erasing itself keeps its words, for a server that is restored", async () => {
    await signUp("reg-1");
    await sync();
    const gone = { kind: "erase", registration: "reg-1", base: 2 } as const;
    await save(db, saving({ ...gone, ground: "consent_withdrawn" }));
    erase("reg-1");
    await sync();
    const said = (await outboxOf(db)).at(-1)?.text ?? "{}";
    expect(JSON.parse(said)).toMatchObject({ kind: "erase", ground: "consent_withdrawn" });
  });

  test("P144: an emptied operation is handed over again by its hash alone", async () => {
    await signUp("reg-1");
    await sync();
    const [first] = server.log;
    erase("reg-1");
    await sync();
    server.restore(0);
    server.entries.clear();
    server.requests = [];
    expect(await sync()).toEqual({ kind: "complete", reading: "ok" });
    const sent = server.requests.flatMap(({ sealed }) => sealed ?? []);
    expect(sent.map(({ n, box }) => ({ n, box }))).toEqual([
      { n: 1, box: "" },
      { n: 2, box: "" },
    ]);
    expect(sent[0]?.hash).toBe(first && (await digest(canonical(first.operation))));
    expect(server.through).toBe(2);
    expect((await readMeta(db, "sync"))?.chain_ok).toBe(true);
  });

  test("P144: it is not written anew under another number", async () => {
    await signUp("reg-1");
    await sync();
    erase("reg-1");
    await sync();
    server.given.set("device-1", { present: "of the other", before: "of the other, too" });
    await save(db, saving(createIntention("reg-2")));
    await sync();
    const anew = (await outboxOf(db)).filter(({ n }) => n > 0);
    expect(anew.map(({ registration }) => registration)).toEqual(["reg-2"]);
  });

  test("P142: a run that is cut off before it wrote the pages is finished by the next one", async () => {
    await signUp("reg-1");
    await sync();
    erase("reg-1");
    await expect(
      sync({
        onTaken: () => {
          throw new Error("killed");
        },
      }),
    ).rejects.toThrow("killed");
    expect(await replicaOf(db)).toEqual([]);
    expect(await pageIds()).toContain("reg-1");
    await sync();
    expect(await pageIds()).toEqual([]);
    expect(await readable()).not.toContain(SECRET);
  });
});
