/**
 * What the phone knows of a person's database beside it: little and in clear, but enough to notice that a
 * browser has cleared it, and to say how much was unsent then.
 */
import { readMeta } from "./meta";
import { fire, PersonDb, type PhoneDb } from "./open";
import { allPeople, putSetting } from "./phone";
import type { KnownPerson } from "./schema";
import { wipings } from "./wiping";

export interface Trace {
  /** Operations without a receipt. */
  unsent: number;
  at: string;
}

export interface Gone {
  account: string;
  name: string;
  /** What was last known; null where an app before 0.2 had kept nothing. */
  trace: Trace | null;
  /** Its person has read that it is gone. */
  read: boolean;
}

const traceKey = (account: string) => `trace:${account}`;
const goneKey = (account: string) => `gone:${account}`;

export function keepTrace(phone: PhoneDb, account: string, trace: Trace): Promise<void> {
  return putSetting(phone, traceKey(account), trace);
}

/** Everyone whose database is not there any more and who has not been told yet. */
export async function findGone(phone: PhoneDb): Promise<Gone[]> {
  const wiping = (await wipings(phone)).filter(({ wiped_at }) => wiped_at === null);
  const going = new Set(wiping.map(({ account }) => account)); // as an admin has it (P128)
  const people = (await allPeople(phone)).filter(({ account }) => !going.has(account));
  const found = await Promise.all(people.map((person) => lookAt(phone, person)));
  return found.filter((gone) => gone !== null && !gone.read).map((gone) => gone as Gone);
}

/** The person has read it. */
export function markRead(phone: PhoneDb, gone: Gone): Promise<void> {
  return phone.write(["settings"], "strict", async (tx) => {
    fire(tx.objectStore("settings").put({ ...gone, read: true }, goneKey(gone.account)));
  });
}

async function lookAt(phone: PhoneDb, person: KnownPerson): Promise<Gone | null> {
  const { account, username, name } = person;
  const db = new PersonDb(account);
  const there = (await readMeta(db, "device")) !== undefined;
  await db.close();
  return phone.write(["settings", "devices"], "strict", async (tx) => {
    const settings = tx.objectStore("settings");
    const known = (await settings.get(goneKey(account))) as Gone | undefined;
    if (there) {
      if (known?.read) fire(settings.delete(goneKey(account)));
      return known ?? null;
    }
    if (known) return known;
    const trace = ((await settings.get(traceKey(account))) as Trace | undefined) ?? null;
    const gone: Gone = { account, name, trace, read: false };
    fire(settings.put(gone, goneKey(account)));
    fire(settings.delete(traceKey(account)));
    // P7: an installation whose storage was lost begins at n 1, so it must be another device.
    fire(tx.objectStore("devices").delete(username));
    return gone;
  });
}
