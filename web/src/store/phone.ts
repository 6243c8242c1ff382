/** The phone's own memory: who has used it, under which device ids, and its settings. */
import { fire, type PhoneDb } from "./open";
import type { KnownPerson } from "./schema";

/** The device id for a user name: the known one, or `fresh`, durable before this resolves. */
export function deviceFor(phone: PhoneDb, username: string, fresh: string): Promise<string> {
  return phone.write(["devices"], "strict", async (tx) => {
    const devices = tx.objectStore("devices");
    const known = await devices.get(username);
    if (known === undefined) fire(devices.put(fresh, username));
    return known ?? fresh;
  });
}

/** From now on this user name speaks for another device. */
export async function setDevice(phone: PhoneDb, username: string, device: string): Promise<void> {
  await phone.write(["devices"], "strict", (tx) => tx.objectStore("devices").put(device, username));
}

export async function putPerson(phone: PhoneDb, person: KnownPerson): Promise<void> {
  await phone.write(["people"], "strict", (tx) => tx.objectStore("people").put(person));
}

export function allPeople(phone: PhoneDb): Promise<KnownPerson[]> {
  return phone.read(["people"], (tx) => tx.objectStore("people").getAll());
}

export function allSettings(phone: PhoneDb): Promise<Map<string, unknown>> {
  return phone.read(["settings"], async (tx) => {
    const store = tx.objectStore("settings");
    const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
    return new Map(keys.map((key, i) => [key, values[i]]));
  });
}

export async function putSetting(phone: PhoneDb, key: string, value: unknown): Promise<void> {
  await phone.write(["settings"], "relaxed", (tx) => tx.objectStore("settings").put(value, key));
}
