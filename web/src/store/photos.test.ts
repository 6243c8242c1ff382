import { beforeEach, describe, expect, test } from "vitest";
import { madePhoto } from "../domain/photo.fake";
import type { DeclaredPhoto, Intention } from "../domain/types";
import { createIntention, openDb, saving, signedIn, signUps, UNITS } from "../sync/people.fake";
import { Locked } from "./errors";
import { patchMark } from "./fence";
import { PersonDb } from "./open";
import { countQueued } from "./outbox";
import {
  allPhotos,
  dropAbandoned,
  dropTaken,
  PhotoMissing,
  photoBytes,
  photoSent,
  putPhoto,
  queuedPhotos,
} from "./photos";
import { save } from "./save";
import type { PhotoRow } from "./schema";
import { takeOver } from "./taking-over";
import { mayBeWiped } from "./wiping";

let db: PersonDb;
beforeEach(async () => {
  db = await openDb(`acc-${Math.random()}`);
});

const AT = "2026-11-20T05:00:00.000Z";

async function take(registration: string, seed: number, instead: DeclaredPhoto | null = null) {
  const { data, ...photo } = await madePhoto(1_000, seed);
  await putPhoto(db, { registration, photo, data, instead, taken_at: AT });
  return photo;
}

function create(registration: string, id_photo: DeclaredPhoto | null): Intention {
  const intention = createIntention(registration);
  return { ...intention, set: { ...UNITS, photo: { id_photo } } } as Intention;
}

const kept = async () => (await allPhotos(db)).map(({ sha256, state }) => [sha256, state]);

describe("P89: a photo is kept before it is shown as taken", () => {
  test("taken again, the one that the draft still names stays until the draft names the new one", async () => {
    const first = await take("r", 1);
    const second = await take("r", 2, first);
    expect((await kept()).length).toBe(2);
    const third = await take("r", 3, second);
    expect((await kept()).map(([sha256]) => sha256).sort()).toEqual(
      [second.sha256, third.sha256].sort(),
    );
    expect(await photoBytes(db, "r", first.sha256)).toBeNull();
    expect((await photoBytes(db, "r", third.sha256))?.byteLength).toBe(1_000);
  });

  test("with its operation it becomes one that may leave, in the same transaction", async () => {
    const photo = await take("r", 1);
    expect(await queuedPhotos(db)).toEqual([]);
    await save(db, saving(create("r", photo)));
    expect(await queuedPhotos(db)).toMatchObject([{ registration: "r", sha256: photo.sha256 }]);
  });

  test("an operation whose photo is not here is not saved", async () => {
    const { data: _, ...photo } = await madePhoto(1_000, 9);
    await expect(save(db, saving(create("r", photo)))).rejects.toThrow(PhotoMissing);
    expect(await countQueued(db)).toBe(0);
  });

  test("what was never declared goes with its draft, what was declared never", async () => {
    const declared = await take("r", 1);
    await save(db, saving(create("r", declared)));
    await take("r", 2);
    await take("s", 3);
    await dropTaken(db, "r");
    await dropAbandoned(db, new Set(["s"]), Date.parse(AT) + 10 * 86_400_000);
    expect((await allPhotos(db)).map(({ registration }) => registration)).toEqual(["r", "s"]);
    await dropAbandoned(db, new Set(), Date.parse(AT) + 3_600_000);
    expect(await allPhotos(db)).toHaveLength(2);
    await dropAbandoned(db, new Set(), Date.parse(AT) + 10 * 86_400_000);
    expect(await kept()).toEqual([[declared.sha256, "queued"]]);
  });

  test("the same file for two people is two photos", async () => {
    await take("r", 1);
    await take("s", 1);
    expect(await kept()).toHaveLength(2);
  });
});

test("P74: a phone of the version before keeps its outbox and gets room for photos", async () => {
  const account = `acc-${Math.random()}`;
  const before = await new Promise<IDBDatabase>((resolve) => {
    const asked = indexedDB.open(`perisai-${account}`, 1);
    asked.onupgradeneeded = () => {
      const made = asked.result;
      made.createObjectStore("drafts", { keyPath: "id" });
      const outbox = made.createObjectStore("outbox", { keyPath: "n" });
      outbox.createIndex("state", ["state", "n"]);
      outbox.createIndex("registration", "registration");
      outbox.createIndex("covered_at", "covered_at");
      made.createObjectStore("replica", { keyPath: "registration" }).createIndex("generation", "g");
      made.createObjectStore("meta");
      outbox.add({ n: 1, op: "op", registration: "r", state: "queued" });
    };
    asked.onsuccess = () => resolve(asked.result);
  });
  before.close();
  db = await openDb(account);
  expect(await countQueued(db)).toBe(1);
  await take("r", 1);
  expect(await kept()).toHaveLength(1);
  expect(await signUps(await openDb(`${account}-new`), 1)).toEqual(["reg-1"]);
});

test("P120, P124: a photo lies under its person's key, and a locked phone cannot open it", async () => {
  const { sha256 } = await take("r", 1);
  const [row] = await db.read(["photo_bytes"], (tx) => tx.objectStore("photo_bytes").getAll());
  const { data } = await madePhoto(1_000, 1);
  const text = (bytes: ArrayBuffer | Uint8Array) => new TextDecoder("latin1").decode(bytes);
  expect(text(row?.data ?? data)).not.toContain(text(data).slice(0, 64));
  const locked = new PersonDb(db.account);
  expect(await queuedPhotos(locked)).toEqual([]);
  await expect(photoBytes(locked, "r", sha256)).rejects.toThrow(Locked);
});

test("P126: photos that were kept in clear are taken over with the rest", async () => {
  const { data, ...photo } = await madePhoto(1_000, 1);
  const { sha256 } = photo;
  const queued = { state: "queued", offset: 0, upload: null, refused: null, taken_at: AT } as const;
  await db.write(["photos", "photo_bytes"], "strict", async (tx) => {
    await tx.objectStore("photos").add({ registration: "r", ...photo, ...queued });
    await tx.objectStore("photo_bytes").add({ registration: "r", sha256, data });
  });
  const lock = { salt: new Uint8Array(16), iterations: 1, box: new Uint8Array(1) } as never;
  expect(await takeOver(db, { lock, escrow: null, wrong: 0 })).toBe(true);
  const [row] = await db.read(["photo_bytes"], (tx) => tx.objectStore("photo_bytes").getAll());
  expect(row?.data).toBeInstanceOf(Uint8Array);
  expect(new Uint8Array((await photoBytes(db, "r", sha256)) as ArrayBuffer)).toEqual(
    new Uint8Array(data),
  );
});

test("P128: an ended device is not wiped before its photos are there", async () => {
  db = await signedIn();
  await patchMark(db, { reading: "device_ended" });
  expect(await mayBeWiped(db)).toBe(true);
  const photo = await take("r", 1);
  await save(db, saving(create("r", photo)));
  await db.write(["outbox"], "strict", (tx) => tx.objectStore("outbox").clear());
  expect(await mayBeWiped(db)).toBe(false);
  await photoSent(db, (await queuedPhotos(db))[0] as PhotoRow);
  expect(await mayBeWiped(db)).toBe(true);
});
