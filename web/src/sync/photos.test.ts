import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { madePhoto } from "../domain/photo.fake";
import { uploads } from "../net/uploads";
import { readMeta, writeMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { allPhotos, photoBytes, putPhoto } from "../store/photos";
import { save } from "../store/save";
import type { Session } from "../store/schema";
import { alone } from "./lock";
import { createIntention, ME, NOON, saving, signedIn, UNITS, worldOf } from "./people.fake";
import { type PhotosEnded, sendPhotos } from "./photos";
import { syncOnce } from "./run";
import { FakeServer } from "./server.fake";
import { FakeTus, type TusWeather } from "./uploads.fake";

const BYTES = 100_000;
let db: PersonDb;
let server: FakeTus;
let stop: AbortController;

beforeEach(async () => {
  db = await signedIn();
  server = new FakeTus();
  stop = new AbortController();
  vi.stubGlobal("fetch", server.fetch);
});
afterEach(() => vi.unstubAllGlobals());

/** A sign-up with a photo, saved. */
async function signUp(registration = "reg-1", seed = 1) {
  const { data, ...photo } = await madePhoto(BYTES, seed);
  await putPhoto(db, { registration, photo, data, instead: null, taken_at: `2026-11-20T0${seed}` });
  const create = createIntention(registration);
  const set = { ...UNITS, photo: { id_photo: photo } };
  await save(db, saving({ ...create, set } as typeof create));
  return photo;
}

/** Each request takes a second, so that pieces of one size go on being measured. */
function send(): Promise<PhotosEnded> {
  let now = NOON;
  const clock = () => (now += 1_000);
  return sendPhotos(db, { uploads, clock, stop: stop.signal, onPhoto: () => {} });
}

const states = async () => (await allPhotos(db)).map(({ state }) => state);
const offsets = () =>
  server.asked.filter(({ method }) => method === "PATCH").map(({ offset }) => offset);

describe("P89: the photo lane", () => {
  test("sends piece by piece, and frees the bytes when the server has verified them", async () => {
    const { sha256 } = await signUp();
    expect(await send()).toBe("complete");
    expect(server.stored.get(sha256)?.length).toBe(BYTES);
    expect(server.methods()).toEqual(["POST", "HEAD", "PATCH", "PATCH"]);
    expect(offsets()).toEqual([0, 32_768]);
    expect(await states()).toEqual(["sent"]);
    expect(await photoBytes(db, "reg-1", sha256)).toBeNull();
    expect(await send()).toBe("complete");
    expect(server.asked).toHaveLength(4);
  });

  test("nothing of a photo leaves before its create is in the outbox", async () => {
    const { data, ...photo } = await madePhoto(BYTES);
    await putPhoto(db, { registration: "r", photo, data, instead: null, taken_at: "" });
    expect(await send()).toBe("complete");
    expect(server.asked).toEqual([]);
  });

  test("goes on at the byte that HEAD tells, in the same upload", async () => {
    const { sha256 } = await signUp();
    server.weather = [...calm(3), { arrives: 5_000 }];
    expect(await send()).toBe("unreachable");
    expect(await photoBytes(db, "reg-1", sha256)).not.toBeNull();
    server.asked = [];
    expect(await send()).toBe("complete");
    expect(server.methods()[0]).toBe("HEAD");
    expect(offsets()[0]).toBe(32_768 + 5_000);
    expect(server.uploads.size).toBe(1);
    expect(server.stored.has(sha256)).toBe(true);
  });

  test("P83: a lost 201 makes no second upload", async () => {
    await signUp();
    server.weather = ["lose_answer"];
    expect(await send()).toBe("unreachable");
    expect(await send()).toBe("complete");
    expect([server.uploads.size, server.stored.size]).toEqual([1, 1]);
  });

  test("P86: a lost last 204 is found by HEAD, and no byte goes twice", async () => {
    await signUp();
    server.weather = [...calm(3), "lose_answer"];
    expect(await send()).toBe("unreachable");
    expect(await states()).toEqual(["queued"]);
    server.asked = [];
    expect(await send()).toBe("complete");
    expect(server.methods()).toEqual(["HEAD"]);
    expect(await states()).toEqual(["sent"]);
  });

  test("P84: a wrong offset is corrected by the answer", async () => {
    await signUp();
    server.weather = [...calm(2), "lose_answer"];
    expect(await send()).toBe("unreachable"); // the first piece has arrived
    // Another tab was quicker: what HEAD has told is old when the piece arrives.
    const slow = vi.spyOn(uploads, "where").mockResolvedValueOnce({ kind: "at", offset: 0 });
    server.asked = [];
    expect(await send()).toBe("complete");
    slow.mockRestore();
    expect(offsets()[0]).toBe(0);
    expect(offsets()[1]).toBeGreaterThan(0);
    expect(server.stored.size).toBe(1);
  });

  test("begins anew where the server has forgotten the upload", async () => {
    await signUp();
    server.weather = [...calm(3), "lose_request"];
    await send();
    server.uploads.clear();
    server.asked = [];
    expect(await send()).toBe("complete");
    expect(server.methods().slice(0, 3)).toEqual(["HEAD", "POST", "HEAD"]);
    expect(server.stored.size).toBe(1);
  });

  test("what is no photo is not sent again, keeps its bytes, and holds up no other", async () => {
    const first = await signUp("reg-1", 1);
    const second = await signUp("reg-2", 2);
    server.rubbish.add(first.sha256);
    expect(await send()).toBe("complete");
    expect([...server.stored.keys()]).toEqual([second.sha256]);
    expect(await states()).toEqual(["refused", "sent"]);
    expect(await photoBytes(db, "reg-1", first.sha256)).not.toBeNull();
    server.asked = [];
    await send();
    expect(server.asked).toEqual([]);
  });

  test("bytes that came out wrong begin anew in the next run", async () => {
    const { sha256 } = await signUp();
    server.weather = [...calm(3), { says: 422, code: "photo_hash" }];
    expect(await send()).toBe("failed");
    server.uploads.clear();
    expect(await send()).toBe("complete");
    expect(server.stored.has(sha256)).toBe(true);
  });

  test("P82: an expired session hands over with the device's own credential", async () => {
    await signUp();
    server.expired = true;
    expect(await send()).toBe("complete");
    expect(server.asked.map(({ credential }) => credential).slice(0, 2)).toEqual([
      "Bearer",
      "Device",
    ]);
    const session = (await readMeta(db, "session")) as Session;
    await writeMeta(db, { session: { ...session, token: null } });
    await signUp("reg-2", 2);
    server.asked = [];
    await send();
    expect(new Set(server.asked.map(({ credential }) => credential))).toEqual(new Set(["Device"]));
  });

  test.each([
    ["a captive portal", "portal"],
    ["a server in trouble", { says: 503 }],
  ] as const)("%s frees nothing", async (_, weather) => {
    await signUp();
    server.weather = Array(9).fill(weather);
    expect(await send()).toBe("unreachable");
    expect(await states()).toEqual(["queued"]);
  });

  test("a piece that breaks off makes the next ones smaller, a quick one larger", async () => {
    await signUp();
    const before = (await readMeta(db, "photos"))?.piece;
    server.weather = [...calm(2), { arrives: 10 }];
    await send();
    expect(before).toBeUndefined();
    expect((await readMeta(db, "photos"))?.piece).toBe(16_384);
    await send();
    expect((await readMeta(db, "photos"))?.piece).toBeGreaterThan(16_384);
    expect((await readMeta(db, "sync"))?.month_bytes).toBe(BYTES - 10);
  });

  test("what is stopped keeps what has arrived, and lets go at once", async () => {
    await signUp();
    server.weather = [...calm(2), "hold"];
    const sending = send();
    await vi.waitFor(() => expect(offsets()).toEqual([0]));
    stop.abort();
    expect(await sending).toBe("stopped");
    expect(await states()).toEqual(["queued"]);
  });
});

test("L3: a stuck photo delays data by 0", async () => {
  await signUp("reg-1", 1);
  const data = new FakeServer(ME);
  await syncOnce(db, worldOf(data), "all");
  server.weather = [...calm(2), "hold"];
  const sending = alone(db, NOON, () => send(), "photos");
  await vi.waitFor(() => expect(offsets()).toEqual([0]));
  await save(db, saving(createIntention("reg-2")));
  const outcome = await alone(db, NOON, () => syncOnce(db, worldOf(data), "all"));
  expect(outcome).toMatchObject({ kind: "complete" });
  expect(data.log.map(({ operation }) => operation.registration)).toEqual(["reg-1", "reg-2"]);
  server.let_go();
  expect(await sending).toBe("complete");
});

test("P71: one photo lane at a time over all tabs", async () => {
  await signUp();
  server.weather = [...calm(2), "hold"];
  const first = alone(db, NOON, () => send(), "photos");
  await vi.waitFor(() => expect(offsets()).toEqual([0]));
  expect(await alone(db, NOON, () => send(), "photos")).toBe("busy");
  server.let_go();
  expect(await first).toBe("complete");
});

/** Requests that nothing happens to. */
function calm(count: number): TusWeather[] {
  return Array<TusWeather>(count).fill("calm");
}
