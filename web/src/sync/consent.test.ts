/** Before the consent is signed and saved nothing leaves the phone: docs/protocol.md, P140. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Draft } from "../domain/draft";
import { madePhoto } from "../domain/photo.fake";
import { uploads } from "../net/uploads";
import { putDraft } from "../store/drafts";
import { unsentRows } from "../store/entrusting";
import type { PersonDb } from "../store/open";
import { putPhoto } from "../store/photos";
import { save } from "../store/save";
import { createIntention, ME, NOON, saving, signedIn, UNITS, worldOf } from "./people.fake";
import { sendPhotos } from "./photos";
import { syncOnce } from "./run";
import { FakeServer } from "./server.fake";
import { FakeTus } from "./uploads.fake";

const HOUR_MS = 3_600_000;
const NIK = UNITS.identity.nik;
let db: PersonDb;
let server: FakeServer;
let tus: FakeTus;

beforeEach(async () => {
  db = await signedIn();
  server = new FakeServer(ME);
  tus = new FakeTus();
  vi.stubGlobal("fetch", tus.fetch);
});
afterEach(() => vi.unstubAllGlobals());

async function hoursPass(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour++) {
    const clock = () => NOON + hour * HOUR_MS;
    await syncOnce(db, worldOf(server, { clock }), "all");
    const stop = new AbortController().signal;
    await sendPhotos(db, { uploads, clock, stop, onPhoto: () => {} });
  }
}

test("P140: a draft, signed or not, and its photo stay, hour after hour", async () => {
  const id = "reg-1";
  const fields = { nik: NIK, full_name: UNITS.name.full_name, phone: UNITS.contact.phone };
  const consent = { language: "id", method: "read", strokes: [[1, 2, 3, 4]] };
  await putDraft(db, { id, fields, consent, touched_at: "2026-11-20T04:00:00.000Z" } as Draft);
  const { data, ...photo } = await madePhoto(50_000);
  await putPhoto(db, { registration: id, photo, data, instead: null, taken_at: "2026-11-20T04" });
  await hoursPass(12);
  expect(server.requests.length).toBeGreaterThanOrEqual(12);
  const said = JSON.stringify(server.requests);
  for (const word of [...Object.values(fields), photo.sha256, id]) expect(said).not.toContain(word);
  expect(tus.asked).toEqual([]);
  expect(await unsentRows(db)).toEqual([]); // nothing for a colleague's hand either

  const create = createIntention(id);
  const set = { ...UNITS, photo: { id_photo: photo } };
  await save(db, saving({ ...create, set } as typeof create, id));
  await hoursPass(1);
  expect(JSON.stringify(server.requests)).toContain(NIK); // the search does find
  expect(tus.stored.get(photo.sha256)?.length).toBe(50_000);
});
