import { expect, test } from "vitest";
import { NOON, signedIn } from "../sync/people.fake";
import { PhoneDb } from "./open";
import { allPeople, deviceFor, putPerson } from "./phone";
import { findGone, keepTrace, markRead } from "./traces";

const at = new Date(NOON).toISOString();

test("I1, P7: a cleared database is told with what was unsent, once, and its device id is not used again", async () => {
  const phone = new PhoneDb();
  const db = await signedIn();
  const { account } = db;
  const rini = { account, username: "rini", name: "Rini", role: "recruiter" as const };
  await putPerson(phone, rini);
  expect(await deviceFor(phone, "rini", "device-1")).toBe("device-1");
  await keepTrace(phone, account, { unsent: 3, at });
  expect(await findGone(phone)).toEqual([]);

  await db.close();
  await new Promise((resolve) => {
    indexedDB.deleteDatabase(`perisai-${account}`).onsuccess = resolve;
  });
  const [gone] = await findGone(phone);
  expect(gone).toEqual({ account, name: "Rini", trace: { unsent: 3, at }, read: false });
  expect(await findGone(phone)).toHaveLength(1); // until it has been read
  if (gone) await markRead(phone, gone);
  expect(await findGone(phone)).toEqual([]);
  expect(await deviceFor(phone, "rini", "device-2")).toBe("device-2");
  expect(await allPeople(phone)).toEqual([rini]);
});
