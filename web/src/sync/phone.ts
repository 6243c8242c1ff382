/** Syncing for everyone on this phone: the service worker's part, and the others' while one person works. */
import { api } from "../net/api";
import { joinNews } from "../store/news";
import { PersonDb, PhoneDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { allPeople } from "../store/phone";
import { keepTrace } from "../store/traces";
import { alone } from "./lock";
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
  for (const { account } of await allPeople(phone)) {
    if (account !== except) await syncUnseen(phone, account, except === null ? "all" : "push_only");
  }
  await phone.close();
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
