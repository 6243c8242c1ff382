/** Syncing for everyone on this phone: the service worker's part, and the others' while one person works. */
import { api } from "../net/api";
import { uploads } from "../net/uploads";
import { joinNews } from "../store/news";
import { PersonDb, PhoneDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { allPeople, allSettings } from "../store/phone";
import { queuedPhotos } from "../store/photos";
import { keepTrace } from "../store/traces";
import { carry } from "./courier";
import { alone } from "./lock";
import { type PhotoWorld, sendPhotos } from "./photos";
import { type Health, type Outcome, type Reach, syncOnce, type World } from "./run";

export async function health(): Promise<Health> {
  const storage = navigator.storage;
  if (!storage?.estimate) return { persisted: null, free_bytes: null };
  const [persisted, { quota, usage }] = await Promise.all([
    storage.persisted(),
    storage.estimate(),
  ]);
  return { persisted, free_bytes: quota === undefined ? null : Math.max(0, quota - (usage ?? 0)) };
}

/** Hands over what people have left unsent on this phone; `except` is cared for elsewhere. */
export async function syncPhone(except: string | null = null): Promise<void> {
  const phone = new PhoneDb();
  await eachOf(phone, except, (account, reach) => syncUnseen(phone, account, reach));
  await carry(phone, api, Date.now); // colleagues' work goes after this phone's own (P98)
  await phone.close();
}

/** Their photos, in a lane of its own: called when their data has gone, and ended by `stop`. */
export async function sendPhotosOfPhone(
  stop: AbortSignal,
  except: string | null = null,
): Promise<void> {
  const phone = new PhoneDb();
  const onlyWifi = (await allSettings(phone)).get("photosOnWifi") === true;
  if (photosMayGo(onlyWifi)) {
    await eachOf(phone, except, (account, reach) => sendUnseen(account, reach, stop));
  }
  await phone.close();
}

async function eachOf(
  phone: PhoneDb,
  except: string | null,
  work: (account: string, reach: Reach) => Promise<void>,
): Promise<void> {
  for (const { account } of await allPeople(phone)) {
    if (account !== except) await work(account, except === null ? "all" : "push_only");
  }
}

/** Whether photos may go over the network that is there, as far as the browser tells it. */
export function photosMayGo(onlyWifi: boolean): boolean {
  const { connection } = navigator as { connection?: { type?: string; saveData?: boolean } };
  return !onlyWifi || (connection?.type !== "cellular" && !connection?.saveData);
}

async function sendUnseen(account: string, reach: Reach, stop: AbortSignal): Promise<void> {
  const db = new PersonDb(account);
  const news = joinNews(account, () => {});
  try {
    if ((await queuedPhotos(db)).length === 0) return;
    const onPhoto = () => news.tell({ photos: true });
    const world: PhotoWorld = { uploads, clock: Date.now, stop, onPhoto };
    await alone(db, Date.now(), () => sendPhotos(db, world, reach), "photos");
  } finally {
    news.close();
    await db.close();
  }
}

/** A run of which only other tabs hear. */
async function syncUnseen(phone: PhoneDb, account: string, reach: Reach): Promise<void> {
  const db = new PersonDb(account);
  const news = joinNews(account, () => {});
  try {
    if ((await countQueued(db)) === 0) return;
    const world: World = {
      api,
      clock: Date.now,
      app: __APP_VERSION__,
      health,
      onTaken: ({ change }) =>
        news.tell({
          entries: [...change.entries.keys()],
          rows: [...change.rows.keys()],
          mark: true,
        }),
      onSending: (sending) => news.tell({ sending }),
      onMe: () => news.tell({ mark: true }),
      newId: () => crypto.randomUUID(),
      onRenewed: async () => news.tell({ anew: true }),
    };
    await alone<Outcome>(db, Date.now(), () => syncOnce(db, world, reach));
    await keepTrace(phone, account, {
      unsent: await countQueued(db),
      at: new Date().toISOString(),
    });
  } finally {
    news.close();
    await db.close();
  }
}
