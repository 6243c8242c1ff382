/** Syncing for everyone on this phone: the service worker's part, and the others' while one person works. */
import { api, change } from "../net/api";
import { uploads } from "../net/uploads";
import { readMeta } from "../store/meta";
import { joinNews } from "../store/news";
import { PersonDb, PhoneDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { allPeople, allSettings } from "../store/phone";
import { queuedPhotos } from "../store/photos";
import { keepTrace } from "../store/traces";
import { beginWiping, mayBeWiped, noteTold, wipe, wipings } from "../store/wiping";
import { carry } from "./courier";
import { alone } from "./lock";
import { handOverPhotos, type PieceWorld } from "./locked-photos";
import { type Outcome, syncOnce } from "./run";
import type { Health, World } from "./world";

export async function health(): Promise<Health> {
  const storage = navigator.storage;
  if (!storage?.estimate) return { persisted: null, free_bytes: null };
  const [persisted, { quota, usage }] = await Promise.all([
    storage.persisted(),
    storage.estimate(),
  ]);
  return { persisted, free_bytes: quota === undefined ? null : Math.max(0, quota - (usage ?? 0)) };
}

/** A locked person's phone asks after itself this often, even with nothing to hand over: it may have ended (P128). */
const CONTACT_MS = 15 * 60_000;

/**
 * Hands over what people have left unsent on this phone, each locked and by their own device (P124); `except` is
 * cared for elsewhere. What has ended is wiped, and the server told.
 */
export async function syncPhone(except: string | null = null): Promise<void> {
  const phone = new PhoneDb();
  try {
    for (const { account } of await allPeople(phone)) {
      if (account !== except) await syncLocked(phone, account);
    }
    await wipe(phone, Date.now());
    await tellWiped(phone);
    await carry(phone, api, Date.now); // colleagues' work goes after this phone's own (P98)
  } finally {
    await phone.close();
  }
}

/** Whether photos may go over the network that is there, as far as the browser tells it. */
export function photosMayGo(onlyWifi: boolean): boolean {
  const { connection } = navigator as { connection?: { type?: string; saveData?: boolean } };
  return !onlyWifi || (connection?.type !== "cellular" && !connection?.saveData);
}

/** A run of which only other tabs hear. */
async function syncLocked(phone: PhoneDb, account: string): Promise<void> {
  const db = new PersonDb(account);
  const news = joinNews(account, () => {});
  try {
    if (!(await isDue(phone, db))) return;
    const world: World = {
      api,
      clock: Date.now,
      app: __APP_VERSION__,
      health,
      onTaken: ({ moved }) => news.tell({ rows: [...moved], mark: true }),
      onSending: (sending) => news.tell({ sending }),
      onFaded: () => {}, // a locked person's words are not read, nor looked through
      onMe: () => news.tell({ mark: true }),
      newId: () => crypto.randomUUID(),
      onRenewed: async () => news.tell({ anew: true }),
    };
    const outcome = await alone<Outcome>(db, Date.now(), () => syncOnce(db, world, "push_only"));
    if (outcome !== "busy" && outcome.kind === "complete" && (await photosGo(phone, db))) {
      await alone(db, Date.now(), () => handOverPhotos(db, PIECES), "photos");
      news.tell({ photos: true });
    }
    await keepTrace(phone, account, {
      unsent: await countQueued(db),
      at: new Date().toISOString(),
    });
    if (outcome !== "busy" && (await mayBeWiped(db))) await beginWiping(phone, db);
  } finally {
    news.close();
    await db.close();
  }
}

const PIECES: PieceWorld = {
  post: (piece, credential) => change("POST", "/photo-pieces", credential, JSON.parse(piece)),
  uploads,
  clock: Date.now,
};

/** Whether there are photos that the server can open, and a network for them (P210). */
async function photosGo(phone: PhoneDb, db: PersonDb): Promise<boolean> {
  if ((await countQueued(db)) > 0) return false; // data goes first
  const device = await readMeta(db, "device");
  const sealed = (await queuedPhotos(db)).some(({ sealed_for }) => sealed_for === device);
  return sealed && photosMayGo((await allSettings(phone)).get("photosOnWifi") === true);
}

async function isDue(phone: PhoneDb, db: PersonDb): Promise<boolean> {
  if ((await countQueued(db)) > 0 || (await photosGo(phone, db))) return true;
  const at = (await readMeta(db, "sync"))?.contact_at ?? null;
  return at === null || Math.abs(Date.now() - Date.parse(at)) > CONTACT_MS;
}

async function tellWiped(phone: PhoneDb): Promise<void> {
  for (const { device, device_token, wiped_at, told } of await wipings(phone)) {
    if (wiped_at === null || told) continue;
    const reply = await api.post("/device/wiped", { kind: "device", token: device_token });
    // A credential that the server does not know any more will not be known later either.
    if (reply.kind !== "unreachable") await noteTold(phone, device);
  }
}
