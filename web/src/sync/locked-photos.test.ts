import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { madePhoto } from "../domain/photo.fake";
import { readRescue } from "../domain/rescue";
import type { Credential, Reply } from "../net/api";
import { uploads } from "../net/uploads";
import { unsentRows } from "../store/entrusting";
import { writeMeta } from "../store/meta";
import { PersonDb } from "../store/open";
import { allPhotos, photoBytes, putPhoto } from "../store/photos";
import { save } from "../store/save";
import { mayBeWiped } from "../store/wiping";
import { handOverPhotos, type PieceWorld } from "./locked-photos";
import {
  createIntention,
  ME,
  NOON,
  saving,
  signedIn,
  signUps,
  UNITS,
  worldOf,
} from "./people.fake";
import { rescueOf } from "./rescue";
import { syncOnce } from "./run";
import { SEAL, unsealed, unsealedBytes } from "./sealing.fake";
import { FakeServer } from "./server.fake";
import { FakeTus } from "./uploads.fake";

const BYTES = 700_000;
let db: PersonDb;
let locked: PersonDb;
let tus: FakeTus;
/** What the server makes of the coming pieces; `null`: it is not reached. */
let answers: (string | null)[];
let arrived: Uint8Array;
let credentials: Set<string>;

beforeEach(async () => {
  db = await signedIn();
  locked = new PersonDb(db.account);
  tus = new FakeTus();
  [answers, arrived, credentials] = [[], new Uint8Array(0), new Set()];
  vi.stubGlobal("fetch", tus.fetch);
});
afterEach(() => vi.unstubAllGlobals());

async function signUp(
  registration: string,
  { bytes = BYTES, seal = SEAL as typeof SEAL | null } = {},
) {
  const { data, ...photo } = await madePhoto(bytes);
  const taken_at = new Date(NOON).toISOString();
  await putPhoto(db, { registration, photo, data, instead: null, taken_at, seal });
  const set = { ...UNITS, photo: { id_photo: photo } };
  await save(db, saving({ ...createIntention(registration), set } as Parameters<typeof saving>[0]));
  return { data: new Uint8Array(data), photo };
}

/** As the server does it: a piece is opened, goes on where the last one ended, and the whole is verified. */
async function post(piece: string, { kind }: Credential): Promise<Reply<{ result: string }>> {
  credentials.add(kind);
  const answer = answers.length > 0 ? answers.shift() : "taken";
  if (answer === null) return { kind: "unreachable", timed_out: false };
  if (answer !== "taken") return { kind: "ok", body: { result: answer ?? "" }, bytes: 1 };
  const { device, registration, sha256, offset, box, bytes } = JSON.parse(piece);
  const data = await unsealedBytes(
    box,
    `perisai photo ${device} ${registration} ${sha256} ${offset}`,
  );
  if (offset !== arrived.length) return { kind: "ok", body: { result: "known" }, bytes: 1 };
  arrived = new Uint8Array([...arrived, ...data]);
  if (arrived.length < bytes) return { kind: "ok", body: { result: "more" }, bytes: 1 };
  tus.stored.set(sha256, arrived);
  return { kind: "ok", body: { result: "taken" }, bytes: 1 };
}

const world: PieceWorld = { post, uploads, clock: () => NOON };
const states = async () => (await allPhotos(db)).map(({ state }) => state);

test("P210: a locked phone hands its photos over in pieces, as its device, and then frees them", async () => {
  const { data, photo } = await signUp("reg-1");
  await handOverPhotos(locked, world);
  expect(arrived).toEqual(data);
  expect([...credentials, ...new Set(tus.asked.map(({ credential }) => credential))]).toEqual([
    "device",
    "Device",
  ]);
  expect(await states()).toEqual(["sent"]);
  expect(await photoBytes(db, "reg-1", photo.sha256)).toBeNull();
});

test("P210: broken off, it goes on; what was there already is not doubled", async () => {
  await signUp("reg-1");
  answers = ["taken", null];
  await handOverPhotos(locked, world);
  expect([arrived.length, await states()]).toEqual([300_000, ["queued"]]);
  await handOverPhotos(locked, world);
  expect([arrived.length, await states()]).toEqual([BYTES, ["sent"]]);
});

test("P210: an answer to a piece alone frees nothing", async () => {
  const { photo } = await signUp("reg-1", { bytes: 1_000 });
  answers = ["known"];
  await handOverPhotos(locked, world);
  expect(await states()).toEqual(["queued"]);
  expect(await photoBytes(db, "reg-1", photo.sha256)).not.toBeNull();
  tus.stored.set(photo.sha256, new Uint8Array(1_000));
  answers = ["known"];
  await handOverPhotos(locked, world);
  expect(await states()).toEqual(["sent"]);
});

test("P210: without pieces, or with another device's, a photo waits for its person", async () => {
  await signUp("reg-1", { seal: null });
  await handOverPhotos(locked, world);
  expect([credentials.size, await states()]).toEqual([0, ["queued"]]);
  await signUp("reg-2", { bytes: 1_000 });
  await writeMeta(db, { device: "device-2" });
  await handOverPhotos(locked, world);
  expect([credentials.size, await states()]).toEqual([0, ["queued", "queued"]]);
});

test("P154, P210: where there is room for a photo but not for its pieces, the photo is kept", async () => {
  const { add } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function (this: IDBObjectStore, value: object) {
    if ("pieces" in value) throw new DOMException("no room", "QuotaExceededError");
    return add.call(this, value);
  };
  const { photo } = await signUp("reg-1", { bytes: 1_000 }).finally(() => {
    IDBObjectStore.prototype.add = add;
  });
  expect(await photoBytes(db, "reg-1", photo.sha256)).not.toBeNull();
  await handOverPhotos(locked, world);
  expect([credentials.size, await states()]).toEqual([0, ["queued"]]);
});

test("P210: what is no photo is refused for good", async () => {
  await signUp("reg-1", { bytes: 1_000 });
  answers = ["early", "not_a_photo"];
  await handOverPhotos(locked, world);
  expect(await states()).toEqual(["queued"]);
  await handOverPhotos(locked, world);
  expect(await states()).toEqual(["refused"]);
});

test("P210: pieces that the server cannot use are not sent again, and wait for their person", async () => {
  await signUp("reg-1", { bytes: 1_000 });
  answers = ["unsealable", "taken"];
  await handOverPhotos(locked, world);
  await handOverPhotos(locked, world);
  expect([answers, await states()]).toEqual([["taken"], ["queued"]]);
});

test("P128, P210: an ended phone may be wiped once its photos are in, with no PIN", async () => {
  await signUp("reg-1");
  const server = new FakeServer(ME);
  server.ended = true;
  await syncOnce(locked, worldOf(server), "push_only");
  expect(await mayBeWiped(locked)).toBe(false);
  await handOverPhotos(locked, world);
  expect(await mayBeWiped(locked)).toBe(true);
});

test("P211: at the door everything is in the file that its person's would hold, and nobody can read it", async () => {
  await signUps(db, 2);
  const { data, photo } = await signUp("reg-photo");
  await rescueOf(db, making(SEAL)); // the signing key is there from the first sync on
  const made = await rescueOf(locked, making(null));
  expect(made).toMatchObject({ operations: 3, photos: 1, left: 0 });
  const rescue = readRescue(made.lines.join("\n"));
  const [bundle, ...pieces] = (rescue?.lines ?? []).map(({ text }) => JSON.parse(text));
  const texts = await Promise.all(
    bundle.items.map((item: { n: number; op: string; box: string }) =>
      unsealed(item.box, `perisai operation device-1 ${item.n} ${item.op}`),
    ),
  );
  expect(texts).toEqual((await unsentRows(db)).map(({ text }) => text));
  const parts = await Promise.all(
    pieces.map(({ box, offset }) =>
      unsealedBytes(box, `perisai photo device-1 reg-photo ${photo.sha256} ${offset}`),
    ),
  );
  expect(new Uint8Array(await new Blob(parts).arrayBuffer())).toEqual(data);
  expect(made.lines.join()).not.toContain(UNITS.name.full_name);
});

test("P211: what only the PIN can bring into it is counted", async () => {
  await signUps(db, 1);
  await save(db, { ...saving(createIntention("bare")), seal: null });
  await signUp("reg-photo", { seal: null });
  expect(await rescueOf(locked, making(null))).toMatchObject({ operations: 2, photos: 0, left: 2 });
  expect(await rescueOf(db, making(SEAL))).toMatchObject({ operations: 3, photos: 1, left: 0 });
});

function making(key: typeof SEAL | null) {
  return { device: "device-1", key, app: "0.3.0", at: new Date(NOON).toISOString(), pad: true };
}
