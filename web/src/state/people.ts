/** Who has used this phone, whoever is here now. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Role } from "../domain/types";
import { readAccess, readMeta } from "../store/meta";
import { PersonDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { allPeople } from "../store/phone";
import { countQueuedPhotos } from "../store/photos";
import { noteRead, wipings } from "../store/wiping";
import { open, phone } from "./memory";
import { unsent } from "./picture";

export interface PersonHere {
  account: string;
  username: string;
  name: string;
  role: Role;
  unsent: number;
  /** Photos that the server has not verified yet. */
  photos: number;
  /** Whether the PIN alone opens their work; else the password comes first. */
  signed_in: boolean;
  /** False for what an app before 0.3 has left: a PIN is still to be chosen (P126). */
  has_pin: boolean;
}

const everyone = signal<PersonHere[]>([]);
/** All people on this phone. */
export const people: ReadonlySignal<PersonHere[]> = computed(() =>
  everyone.value.map((one) =>
    one.account === open.value?.db.account ? { ...one, unsent: unsent.value.size } : one,
  ),
);

/** Somebody whose data an admin has had deleted from this phone (P128). */
export interface Wiped {
  device: string;
  name: string;
  at: string;
}

const gone = signal<Wiped[]>([]);
/** What was deleted, until somebody has read it. */
export const wiped: ReadonlySignal<Wiped[]> = gone;

/** Reads who has used this phone, how much of each is unsent, and what was deleted. */
export async function loadPeople(): Promise<void> {
  const known = await allPeople(phone);
  everyone.value = await Promise.all(
    known.map(async ({ account, username, name, role }) => {
      const db = new PersonDb(account);
      const [count, photos, access, vault] = await Promise.all([
        countQueued(db),
        countQueuedPhotos(db),
        readAccess(db),
        readMeta(db, "vault"),
      ]);
      await db.close();
      const signed_in = access?.signed_in === true;
      const has_pin = vault !== undefined;
      return { account, username, name, role, unsent: count, photos, signed_in, has_pin };
    }),
  );
  gone.value = (await wipings(phone)).flatMap(({ device, name, wiped_at, read }) =>
    wiped_at === null || read ? [] : [{ device, name, at: wiped_at }],
  );
}

/** Somebody has read that this was deleted. */
export async function readWiped(device: string): Promise<void> {
  await noteRead(phone, device);
  gone.value = gone.value.filter((one) => one.device !== device);
}
