/** Made-up people, phones and registrations for tests. */
import { Keyring, newDataKey } from "../crypto/keyring";
import type { Entry, Intention, Me, Units } from "../domain/types";
import { loadAll } from "../store/load";
import { writeMeta } from "../store/meta";
import { PersonDb } from "../store/open";
import { type Saving, save } from "../store/save";
import type { OutboxRow, ReplicaRow } from "../store/schema";
import { openRows } from "../store/sealing";
import { entryOf } from "./entry.fake";
import { SEAL } from "./sealing.fake";
import type { FakeServer } from "./server.fake";
import type { World } from "./world";

export const NOON = Date.parse("2026-11-20T05:00:00.000Z");

export const ME: Me = {
  account: { id: "acc-1", username: "rini", name: "Rini", role: "recruiter" },
  clinics: [{ id: "clinic-1", name: "Klinik Satu", district: "32.75.05" }],
  people: [],
  devices: [],
  settings: {
    id_photo: "optional",
    photo_max_kb: 300,
    month_target: 25,
    work_days: 26,
    min_age: 17,
    max_age: 64,
  },
  seal: SEAL,
};

export const UNITS: Units = {
  identity: {
    nik: "3275015003900001",
    birth_date: "1990-03-10",
    sex: "female",
    nik_confirmed: false,
  },
  name: { full_name: "Contoh Satu", birth_place: null },
  address: { address: "Jl. Contoh 1", village_code: "32.75.05.1002", postcode: null },
  contact: { phone: "+6281200000001", email: null },
  work: {
    occupation: "street_vendor",
    has_employees: false,
    workplace: "Gerbang",
    work_starts: null,
    work_ends: null,
    seen_at_work: true,
  },
  contribution: {
    monthly_income: 900000,
    income_amount: 900000,
    income_per: "month",
    income_days: null,
    programmes: ["jkk", "jkm"],
    months: 1,
    first_month: "2026-11",
    quote_total: 8400,
    quote_tables: "2026-04-01",
  },
  heirs: { heirs: [] },
  note: { note: null },
  photo: { id_photo: null },
};

export const CONSENT = {
  notice_version: 1,
  notice_hash: "0".repeat(64),
  language: "id",
  given_at: "2026-11-20T04:59:00.000Z",
  method: "read",
  signature: [[1, 2, 3, 4]],
} as const;

export function createIntention(registration: string): Intention {
  return {
    kind: "create",
    registration,
    base: 0,
    clinic: "clinic-1",
    set: UNITS,
    consent: { ...CONSENT, signature: [[1, 2, 3, 4]] },
    captured_at: "2026-11-20T05:00:00.000Z",
    location: null,
  };
}

export function phoneChange(registration: string, base: number, phone: string): Intention {
  const contact = { ...UNITS.contact, phone };
  return { kind: "amend", registration, base, set: { contact }, was: { contact: UNITS.contact } };
}

let ops = 0;
export function saving(intention: Intention, draft: string | null = null): Saving {
  ops += 1;
  return {
    intention,
    op: `op-${ops}`,
    author: { account: "acc-1", role: "recruiter" },
    recorded_at: "2026-11-20T05:00:00.000Z",
    typed: draft === null ? null : { store: "drafts", id: draft },
    seal: SEAL,
  };
}

/** An entry as the server would tell it of a registration of somebody else's making. */
export function entry(registration: string, change: Partial<Entry> = {}): Entry {
  const create = { ...createIntention(registration), ...{ op: "x", n: 1, schema: 1 } };
  const author = { account: "acc-1", role: "recruiter", device: "device-2" };
  const whole = { ...create, author, recorded_at: "2026-11-20T05:00:00.000Z" };
  return { ...entryOf(whole as Parameters<typeof entryOf>[0]), ...change };
}

let phones = 0;
/** A person's database, open to them; locked again where its keys are left out. */
export async function openDb(account: string): Promise<PersonDb> {
  return new PersonDb(account, { keys: await Keyring.of(account, newDataKey()) });
}

/** A person signed in on a phone of their own. */
export async function signedIn(): Promise<PersonDb> {
  phones += 1;
  const db = await openDb(`acc-${phones}-${Math.random()}`);
  await writeMeta(db, {
    device: "device-1",
    me: { me: ME, at: new Date(NOON).toISOString() },
    session: {
      token: "token",
      device_token: "device-token",
      expires_at: "2026-12-20T05:00:00.000Z",
      signed_in_at: "2026-11-20T05:00:00.000Z",
    },
  });
  return db;
}

export async function signUps(db: PersonDb, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => `reg-${i + 1}`);
  for (const id of ids) await save(db, saving(createIntention(id)));
  return ids;
}

/** A world in which nothing but the fake server is there. */
export function worldOf(server: FakeServer, change: Partial<World> = {}): World {
  return {
    api: server as unknown as World["api"],
    clock: () => NOON,
    app: "0.1.0",
    health: async () => ({ persisted: true, free_bytes: 1_000_000 }),
    onTaken: () => {},
    onSending: () => {},
    onFaded: () => {},
    onMe: () => {},
    newId: () => crypto.randomUUID(),
    onRenewed: async () => {},
    ...change,
  };
}

/** The outbox as its person reads it. */
export async function outboxOf(db: PersonDb): Promise<OutboxRow[]> {
  return openRows(db, await db.read(["outbox"], (tx) => tx.objectStore("outbox").getAll()));
}

/** The replica as its person reads it, those that have left but stay too. */
export async function replicaOf(db: PersonDb): Promise<ReplicaRow[]> {
  const { entries } = await loadAll(db);
  return [...entries.values()].filter((row) => row !== null);
}
