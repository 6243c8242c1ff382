/** Who is here. Nobody's work is ever cleared: signing out ends reading, and the outbox stays (P74). */
import { batch, computed, type ReadonlySignal } from "@preact/signals";
import type { Keyring } from "../crypto/keyring";
import type { Me, SyncAnswer } from "../domain/types";
import { api } from "../net/api";
import { addBoxes } from "../store/boxes";
import { forgetToken, rememberSession } from "../store/identity";
import { loadAll, loadSome } from "../store/load";
import { FIRST_MARK, readMeta } from "../store/meta";
import { joinNews, type News } from "../store/news";
import { PersonDb } from "../store/open";
import { putSetting } from "../store/phone";
import { readySave } from "../store/save";
import { sealKeyOf } from "../store/sealing";
import { beginWiping, mayBeWiped, wipe } from "../store/wiping";
import { loadDrafts, readDrafts } from "./drafts";
import { askPin, chosen, door, type PinChosen, tried } from "./gate";
import { touch, watchIdle } from "./idle";
import {
  arrived,
  keepTyped,
  mark,
  me,
  noteTrouble,
  type Open,
  open,
  phone,
  session,
} from "./memory";
import { loadPeople, people } from "./people";
import { loadPhotos, readPhotos } from "./photos";
import { apply, clear, drawAhead, showSending } from "./picture";
import { lockAfter } from "./settings";
import { firstPage, loadMarks, lookAnew, startSyncing, stopSyncing } from "./syncing";
import { askKeys, giveKeys, joinTabs, lockOthers, tellAwake } from "./tabs";

export interface Person {
  me: Me;
  reading: SyncAnswer["reading"];
  signed_in_at: string;
  expires_at: string;
}

/** Undefined while the phone is still being opened. */
export const person: ReadonlySignal<Person | null | undefined> = computed(() => {
  if (!open.value) return open.value;
  if (!me.value || !session.value?.token) return null; // also signed out, perhaps in another tab
  const { signed_in_at, expires_at } = session.value;
  return { me: me.value, reading: mark.value.reading, signed_in_at, expires_at };
});

/** Tries the PIN of whoever stands at the door. */
export async function unlock(pin: string): Promise<"open" | "wrong" | "waiting" | "closed"> {
  const result = await tried(pin);
  if (result.kind === "open") await enter(result.keys);
  return result.kind;
}

/** Sets the PIN that was chosen at the door, and goes in. */
export async function setPin(pin: string): Promise<Exclude<PinChosen, { keys: Keyring }> | null> {
  const result = await chosen(pin);
  if (result.kind !== "open") return result;
  await enter(result.keys);
  return null;
}

/** In, with the key at hand: theirs was the PIN, here or in another tab. */
async function enter(keys: Keyring): Promise<void> {
  const { account } = keys;
  const fresh = arrived.value?.answer.me.account.id === account;
  if (fresh) {
    const db = new PersonDb(account, { keys });
    await keepArrival(db);
    await db.close();
  }
  await Promise.all([putSetting(phone, "current", account), openPerson(keys)]);
  door.value = null;
  giveKeys(keys);
  if (fresh) await firstPage();
}

/** What a sign-in brought, under the key of its person. */
async function keepArrival(db: PersonDb): Promise<void> {
  if (arrived.value === null) return;
  const { answer, device, at } = arrived.value;
  const { token, device_token, expires_at } = answer;
  // Where the phone has become another device meanwhile, its own renewal has brought what it needs (P105).
  await rememberSession(db, {
    device,
    me: { me: answer.me, at },
    session: { token, device_token, expires_at, signed_in_at: at },
  });
  arrived.value = null;
}

/** The person who is here has given their password again. */
export async function resume(): Promise<void> {
  const opened = open.value;
  if (!opened) return;
  await keepArrival(opened.db);
  await loadMarks(opened);
  opened.news.tell({ mark: true });
}

/** Locks now, in all tabs. Nothing is lost: the PIN opens it again, without a network too. */
export async function lock(): Promise<void> {
  const account = open.value?.db.account;
  if (!account) return;
  lockOthers(account);
  await shut(account);
}

async function shut(account: string): Promise<void> {
  await closePerson();
  await askPin(account);
  await openNobody();
}

/** Makes way for somebody else at this phone: locks, and asks for nobody. */
export async function leave(): Promise<void> {
  await lock();
  door.value = null;
}

/** Asks for this person's PIN; for their password where they have signed out. */
export async function choosePerson(account: string): Promise<void> {
  const known = people.value.find((one) => one.account === account);
  if (known?.signed_in) {
    await askPin(account);
    askKeys(account);
  } else door.value = { kind: "password", account, why: "signed_out" };
}

/** Ends reading on this phone. What is unsent stays and is still handed over. */
export async function signOut(): Promise<void> {
  const leaving = open.value;
  if (!leaving) return;
  const token = await forgetToken(leaving.db);
  await putSetting(phone, "current", null);
  lockOthers(leaving.db.account);
  await closePerson();
  door.value = null;
  await openNobody();
  if (token) void api.signOut({ kind: "bearer", token });
}

/** Opens a person's database and lays their work before them; nothing of another's is touched. */
async function openPerson(keys: Keyring): Promise<void> {
  if (open.value) await closePerson(); // where nobody is, "still opening" must not look like nobody
  const { account } = keys;
  const db = new PersonDb(account, { keys, notice: noteTrouble });
  if (!(await readMeta(db, "device"))) return openNobody();
  let laid = () => {};
  // What others write while this tab still reads is laid over what it read, not lost. One after the other: rows may
  // follow on everything anew.
  let hearing = new Promise<void>((resolve) => {
    laid = resolve;
  });
  const news = joinNews(account, (heard) => {
    // A tab whose key does not fit any more, since the account began anew elsewhere, locks.
    hearing = hearing.then(() => hear(heard)).catch(() => shut(account));
  });
  const opened: Open = { db, news };
  const [all, showDrafts, showPhotos, known, at, signed] = await Promise.all([
    loadAll(db),
    readDrafts(opened),
    readPhotos(opened),
    readMeta(db, "me"),
    readMeta(db, "sync"),
    readMeta(db, "session"),
  ]);
  const drawn = await drawAhead(all);
  // All of it at once: what came a moment later would push away what is just being read.
  batch(() => {
    open.value = opened;
    me.value = known?.me ?? null;
    mark.value = at ?? FIRST_MARK;
    session.value = signed ?? null;
    apply(all, drawn);
    showDrafts();
    showPhotos();
  });
  laid();
  await loadPeople();
  startSyncing(opened, () => wipeHere(opened));
  const seal = sealKeyOf(known?.me);
  void readySave(db, seal).catch(() => {}); // else the save itself reads, and says what is wrong
  if (seal) void addBoxes(db, seal).catch(() => {}); // locked again already: the next time
}

async function closePerson(): Promise<void> {
  stopSyncing();
  await keepTyped();
  const closing = open.value;
  batch(() => {
    open.value = null;
    me.value = null;
    session.value = null;
    mark.value = FIRST_MARK;
    clear();
  });
  await loadDrafts();
  await loadPhotos();
  closing?.news.close();
  closing?.db.forget();
}

/** Nobody is here: who has used this phone can be seen, and what they left unsent is handed over. */
async function openNobody(): Promise<void> {
  open.value = null;
  await loadPeople();
  startSyncing(null);
}

/** Another tab has written: its rows are read and laid in. */
async function hear(news: News): Promise<void> {
  const opened = open.value;
  if (!opened) return;
  if (news.anew) await lookAnew(opened);
  if (news.sending) showSending(news.sending);
  if (news.entries.length + news.rows.length > 0) {
    const change = await loadSome(opened.db, news.entries, news.rows);
    if (open.value === opened) apply(change);
  }
  if (news.drafts) await loadDrafts();
  if (news.photos) await loadPhotos();
  if (news.mark) await loadMarks(opened);
}

/** P128: the device has ended and everything was handed over: what is left of this person here is deleted. */
async function wipeHere({ db }: Open): Promise<void> {
  if (!(await mayBeWiped(db))) return;
  lockOthers(db.account);
  await closePerson();
  door.value = null;
  await beginWiping(phone, db);
  await db.close();
  await wipe(phone, Date.now());
  await openNobody();
}

/** Opening the app: the door of whoever was here last, or nobody's; another tab may have the key. */
export async function openDoor(account: string | null): Promise<void> {
  joinTabs({
    keysOf: (asked) => (open.value?.db.account === asked ? open.value.db.keys : null),
    onKeys: (keys) => {
      if (door.value?.kind === "pin" && door.value.account === keys.account) {
        void enter(keys).catch(() => shut(keys.account)); // not the key of what lies here now
      }
    },
    onLock: (locked) => {
      if (open.value?.db.account === locked) void shut(locked);
    },
    onAwake: touch,
  });
  watchIdle({
    after: () => lockAfter.value * 60_000,
    unlocked: () => Boolean(open.value),
    lock: () => void lock(),
    awake: tellAwake,
  });
  await wipe(phone, Date.now());
  await loadPeople();
  if (account !== null && people.value.some((one) => one.account === account)) {
    await choosePerson(account);
  }
  await openNobody();
}
