import { expect, test } from "vitest";
import type { Bundle } from "../domain/bundle";
import { madePhoto } from "../domain/photo.fake";
import { readRescue } from "../domain/rescue";
import type { Reply } from "../net/api";
import type { PersonDb } from "../store/open";
import { putPhoto } from "../store/photos";
import { save } from "../store/save";
import { createIntention, ME, NOON, openDb, saving, signedIn, signUps, UNITS } from "./people.fake";
import { type HandedIn, handIn, rescueOf } from "./rescue";
import { unsealed, unsealedBytes } from "./sealing.fake";

const AT = new Date(NOON).toISOString();
const MAKING = { device: "device-1", key: ME.seal, app: "0.3.0", at: AT, pad: true };

async function withPhoto(db: PersonDb, registration: string, size: number) {
  const { data, ...photo } = await madePhoto(size);
  await putPhoto(db, { registration, photo, data, instead: null, taken_at: AT });
  const create = {
    ...createIntention(registration),
    set: { ...UNITS, photo: { id_photo: photo } },
  };
  await save(db, saving(create as Parameters<typeof saving>[0]));
  return { data: new Uint8Array(data), photo };
}

type Said = Reply<{ result: string; taken?: number }>;
const ok = (result: string, taken?: number): Said => ({
  kind: "ok",
  body: taken === undefined ? { result } : { result, taken },
  bytes: 1,
});
const away: Said = { kind: "unreachable", timed_out: false };

async function given(text: string, answers: Said[]): Promise<HandedIn & { paths: string[] }> {
  const rescue = readRescue(text);
  if (rescue === null) throw new Error("it is one");
  const paths: string[] = [];
  const told = await handIn(
    rescue,
    async (path) => {
      paths.push(path);
      return answers.shift() ?? away;
    },
    () => {},
  );
  return { ...told, paths };
}

test("P151: every unsent operation and photo is in it, for the server alone to read", async () => {
  const db = await signedIn();
  await signUps(db, 2);
  const { data, photo } = await withPhoto(db, "reg-photo", 700_000);
  const made = await rescueOf(db, MAKING);
  expect(made).toMatchObject({ operations: 3, photos: 1, device: "device-1" });
  const [head, bundle = "", ...pieces] = made.lines;
  expect(head).toContain("perisai-rescue-1");
  const { items } = JSON.parse(bundle) as Bundle;
  const opened = await Promise.all(
    items.map(({ n, op, box }) => unsealed(box, `perisai operation device-1 ${n} ${op}`)),
  );
  expect(opened.map((text) => JSON.parse(text).n)).toEqual([1, 2, 3]);
  const parts = await Promise.all(
    pieces.map((text) => {
      const { offset, box } = JSON.parse(text);
      return unsealedBytes(box, `perisai photo device-1 reg-photo ${photo.sha256} ${offset}`);
    }),
  );
  expect(parts.map(({ length }) => length)).toEqual([...Array(11).fill(60_000), 40_000]);
  expect(new Uint8Array(await new Blob(parts).arrayBuffer())).toEqual(data);
  expect(made.lines.join()).not.toContain(UNITS.name.full_name);
});

test("P151: making one writes nothing, so that a full phone can", async () => {
  const db = await signedIn();
  await withPhoto(db, "reg-photo", 1000);
  await rescueOf(db, MAKING); // the signing key is there from the first sync on
  const { transaction } = IDBDatabase.prototype;
  const modes: (string | undefined)[] = [];
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...asked) {
    modes.push(asked[1]);
    return transaction.apply(this, asked);
  };
  await rescueOf(db, MAKING);
  IDBDatabase.prototype.transaction = transaction;
  expect(new Set(modes)).toEqual(new Set(["readonly"]));
});

test("P151: nothing unsent, nothing in it; a draft's photo is not in it", async () => {
  const db = await openDb(`acc-${Math.random()}`);
  const { data, ...photo } = await madePhoto(900);
  await putPhoto(db, { registration: "draft", photo, data, instead: null, taken_at: AT });
  expect(await rescueOf(db, MAKING)).toMatchObject({ operations: 0, photos: 0 });
});

test("P151: handed in line by line, and told what was new", async () => {
  const db = await signedIn();
  await signUps(db, 2);
  await withPhoto(db, "reg-photo", 100_000);
  const text = (await rescueOf(db, MAKING)).lines.join("\n");
  expect(await given(text, [ok("taken", 3), ok("more"), ok("taken")])).toEqual({
    operations: { all: 3, taken: 3 },
    photos: { all: 1, taken: 1 },
    refused: 0,
    whole: true,
    paths: ["/bundles", "/photo-pieces", "/photo-pieces"],
  });
  expect(await given(text, [ok("known", 0), ok("known"), ok("known")])).toMatchObject({
    operations: { all: 3, taken: 0 },
    photos: { all: 1, taken: 0 },
    refused: 0,
    whole: true,
  });
  expect(await given(text, [ok("bad_signature", 0), ok("early"), ok("early")])).toMatchObject({
    refused: 3,
    whole: true,
  });
  expect(await given(text, [ok("taken", 3)])).toMatchObject({ refused: 0, whole: false });
});

test("P151: a colleague's bundle can be handed in on the same page, anything else is no such file", async () => {
  const db = await signedIn();
  await signUps(db, 2);
  const [, bundle = ""] = (await rescueOf(db, MAKING)).lines;
  expect(readRescue(bundle)).toMatchObject({ operations: 2, photos: 0, made_at: AT });
  for (const text of ["", "{}", "[1]", "null", "%PDF-1.7", `${bundle}\nrubbish`, bundle.slice(9)]) {
    expect(readRescue(text)).toBe(null);
  }
});
