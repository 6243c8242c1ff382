import { afterEach, beforeEach, expect, test } from "vitest";
import { fieldsOf } from "../domain/correction";
import type { Projected } from "../domain/project";
import { joinNews } from "../store/news";
import { PersonDb } from "../store/open";
import { entry, ME, openDb, outboxOf } from "../sync/people.fake";
import { corrections, keepCorrection } from "./corrections";
import { loadDrafts } from "./drafts";
import { me, open } from "./memory";
import { apply, clear, registrations } from "./picture";
import { amend } from "./registrations";

let db: PersonDb;

beforeEach(async () => {
  db = await openDb(`acc-${Math.random()}`);
  open.value = { db, news: joinNews(db.account, () => {}) };
  me.value = ME;
});

afterEach(() => {
  open.value?.news.close();
  open.value = null;
  clear();
});

/** The server tells of this registration, at this version. */
function hears(id: string, version: number): Projected {
  const row = { registration: id, generation: 1, left: false, entry: entry(id, { version }) };
  apply({ entries: new Map([[id, row]]), rows: new Map() });
  return registrations.value.get(id) as Projected;
}

function typed({ id, units }: Projected, phone: string) {
  const was = fieldsOf(units);
  return { id, was, fields: { ...was, phone }, touched_at: "2026-11-20T03:00:00.000Z" };
}

test("P11, P150: the amend is over what was on the screen, and ends what was typed", async () => {
  const seen = hears("r", 3);
  const correction = typed(seen, "+6281200000006");
  await keepCorrection(correction);
  hears("r", 5); // while the page stands open
  await amend(seen, { contact: { ...seen.units.contact, phone: "+6281200000006" } });
  expect(corrections.value).toEqual([]);
  await loadDrafts();
  expect(corrections.value).toEqual([]);
  const [row] = await outboxOf(db);
  expect(JSON.parse(row?.text ?? "")).toMatchObject({
    kind: "amend",
    base: 3,
    was: { contact: seen.units.contact },
  });
});

test("P150: it is there again where the app is opened anew; one that changes nothing is none", async () => {
  const seen = hears("r", 3);
  const correction = typed(seen, "+62812");
  await keepCorrection(correction);
  open.value = null;
  await loadDrafts();
  expect(corrections.value).toEqual([]);
  const again = new PersonDb(db.account, { keys: db.keys });
  open.value = { db: again, news: joinNews(db.account, () => {}) };
  await loadDrafts();
  expect(corrections.value).toEqual([correction]);
  await keepCorrection({ ...correction, fields: correction.was });
  await loadDrafts();
  expect(corrections.value).toEqual([]);
});
