/** Syncing for everyone on this phone: the service worker's part, and the others' while one person works. */
import { api } from "../net/api";
import { readMeta } from "../store/meta";
import { joinNews } from "../store/news";
import { PersonDb, PhoneDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { allPeople } from "../store/phone";
import { keepTrace } from "../store/traces";
import { beginWiping, mayBeWiped, noteTold, wipe, wipings } from "../store/wiping";
import { carry } from "./courier";
import { alone } from "./lock";
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
    if (!(await isDue(db))) return;
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

async function isDue(db: PersonDb): Promise<boolean> {
  if ((await countQueued(db)) > 0) return true;
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
