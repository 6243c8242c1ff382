/**
 * Wiping an ended device (P128): its person's database goes as a whole, after everything in it was handed over. What
 * is to be done is written down first, so that a kill in between is no half-wiped phone.
 */
import { promised } from "./idb";
import { readAccess, readMeta } from "./meta";
import { fire, type PersonDb, type PhoneDb, personName } from "./open";
import { countQueued } from "./outbox";
import { countQueuedPhotos } from "./photos";
import type { Wiping } from "./schema";

/** Whether nothing of an ended device's is still to be handed over; photos wait for the PIN, and it for them. */
export async function mayBeWiped(db: PersonDb): Promise<boolean> {
  if ((await readMeta(db, "sync"))?.reading !== "device_ended") return false;
  return (await countQueued(db)) === 0 && (await countQueuedPhotos(db)) === 0;
}

/** Writes down that this person's database is to go. */
export async function beginWiping(phone: PhoneDb, db: PersonDb): Promise<void> {
  const [device, access] = await Promise.all([readMeta(db, "device"), readAccess(db)]);
  if (!device || !access) return;
  await phone.write(["wiping", "people"], "strict", async (tx) => {
    const known = await tx.objectStore("people").get(db.account);
    const { device_token } = access;
    const name = known?.name ?? "";
    const wiping: Wiping = {
      device,
      account: db.account,
      name,
      device_token,
      wiped_at: null,
      told: false,
      read: false,
    };
    fire(tx.objectStore("wiping").put(wiping));
  });
}

/** Deletes what is to go; every connection to it must be closed, other tabs close theirs by themselves. */
export async function wipe(phone: PhoneDb, now: number): Promise<void> {
  for (const wiping of await wipings(phone)) {
    if (wiping.wiped_at !== null) continue;
    await promised(indexedDB.deleteDatabase(personName(wiping.account)));
    await forget(phone, { ...wiping, wiped_at: new Date(now).toISOString() });
  }
}

function forget(phone: PhoneDb, wiped: Wiping): Promise<void> {
  return phone.write(["wiping", "people", "devices"], "strict", async (tx) => {
    const devices = tx.objectStore("devices");
    fire(tx.objectStore("wiping").put(wiped));
    fire(tx.objectStore("people").delete(wiped.account));
    for (const username of await devices.getAllKeys()) {
      if ((await devices.get(username)) === wiped.device) fire(devices.delete(username));
    }
  });
}

export function wipings(phone: PhoneDb): Promise<Wiping[]> {
  return phone.read(["wiping"], (tx) => tx.objectStore("wiping").getAll());
}

/** The server knows. */
export function noteTold(phone: PhoneDb, device: string): Promise<void> {
  return note(phone, device, { told: true });
}

/** Whoever holds the phone has read it. */
export function noteRead(phone: PhoneDb, device: string): Promise<void> {
  return note(phone, device, { read: true });
}

/** What is both read and known to the server need not be remembered. */
function note(
  phone: PhoneDb,
  device: string,
  what: Partial<Pick<Wiping, "told" | "read">>,
): Promise<void> {
  return phone.write(["wiping"], "strict", async (tx) => {
    const store = tx.objectStore("wiping");
    const known = await store.get(device);
    if (!known) return;
    const noted = { ...known, ...what };
    fire(noted.told && noted.read ? store.delete(device) : store.put(noted));
  });
}
