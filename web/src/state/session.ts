/** Who is here. Nobody's work is ever cleared: signing out ends reading, and the outbox stays (P74). */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { uuid7 } from "../domain/ids";
import type { Me, Problem, Role, SyncAnswer } from "../domain/types";
import { api, type SignedIn } from "../net/api";
import { patchMark } from "../store/fence";
import { forgetToken, rememberSession } from "../store/identity";
import { loadAll, loadSome } from "../store/load";
import { FIRST_MARK, readMeta } from "../store/meta";
import { joinNews, type News } from "../store/news";
import { PersonDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { allPeople, deviceFor, putPerson, putSetting, setDevice } from "../store/phone";
import type { KnownPerson } from "../store/schema";
import { loadDrafts } from "./drafts";
import { chance, iso, mark, me, noteTrouble, type Open, open, phone, session } from "./memory";
import { loadPhotos } from "./photos";
import { apply, clear, showSending, unsent } from "./picture";
import { firstPage, loadMarks, lookAnew, startSyncing, stopSyncing } from "./syncing";

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

export interface PersonHere {
  account: string;
  name: string;
  role: Role;
  unsent: number;
}
const everyone = signal<PersonHere[]>([]);
/** All people on this phone. */
export const people: ReadonlySignal<PersonHere[]> = computed(() =>
  everyone.value.map((one) =>
    one.account === open.value?.db.account ? { ...one, unsent: unsent.value.size } : one,
  ),
);

export type SignInResult = { ok: true } | { ok: false; problem: Problem | "offline" };

/** Signs in with the server and brings the first page. Whoever was here stays on the phone. */
export async function signIn(username: string, password: string): Promise<SignInResult> {
  const name = username.trim().toLowerCase();
  // The device id is durable before the server hears of it, so that a lost answer makes no second device.
  let device = await deviceFor(phone, name, uuid7(Date.now(), chance));
  let reply = await askSession(name, password, device);
  if (reply.kind === "problem" && reply.problem.code === "wrong_device") {
    // The user name has passed to another account: its own device, from the beginning.
    device = uuid7(Date.now(), chance);
    await setDevice(phone, name, device);
    reply = await askSession(name, password, device);
  }
  if (reply.kind === "ok") {
    // An account that was renamed, or a phone that has a new id, goes on as the device that its outbox counts for.
    const own = await deviceOf(reply.body.me.account.id);
    if (own && own !== device) {
      await setDevice(phone, name, own);
      reply = await askSession(name, password, own);
      device = own;
    }
  }
  if (reply.kind === "unreachable") return { ok: false, problem: "offline" };
  if (reply.kind === "problem") return { ok: false, problem: reply.problem };
  // A run in the background has made the phone another device meanwhile: once more, as that one.
  if (!(await remember(reply.body, name, device))) return signIn(username, password);
  await openPerson(reply.body.me.account.id);
  await firstPage();
  return { ok: true };
}

/** The password of the person who is here, after their session has ended. */
export function signInAgain(password: string): Promise<SignInResult> {
  return signIn(me.value?.account.username ?? "", password);
}

/** Ends reading on this phone. What is unsent stays and is still handed over. */
export async function signOut(): Promise<void> {
  const leaving = open.value;
  if (!leaving) return;
  const token = await forgetToken(leaving.db);
  await putSetting(phone, "current", null);
  leaving.news.tell({ mark: true });
  await closePerson();
  await openNobody();
  if (token) void api.signOut({ kind: "bearer", token });
}

/** Opens another person's work; one who has signed out must sign in again. */
export async function choosePerson(account: string): Promise<"open" | "sign_in_needed"> {
  const db = new PersonDb(account);
  const signed = await readMeta(db, "session");
  await db.close();
  if (!signed?.token) return "sign_in_needed";
  await putSetting(phone, "current", account);
  await openPerson(account);
  return "open";
}

function askSession(username: string, password: string, device: string) {
  const label = deviceLabel();
  return api.signIn({ username, password, device: { id: device, label, app: __APP_VERSION__ } });
}

/** "Chrome, Android": what an admin can tell phones apart by, without asking anything of the person. */
function deviceLabel(): string {
  const hints = (navigator as { userAgentData?: { platform: string; mobile: boolean } })
    .userAgentData;
  const system = hints?.platform || (/\(([^;)]+)/.exec(navigator.userAgent)?.[1] ?? "");
  return `${hints?.mobile === false ? "PC" : "HP"} ${system}`.trim().slice(0, 100);
}

async function deviceOf(account: string): Promise<string | null> {
  if (!(await allPeople(phone)).some((one) => one.account === account)) return null;
  const db = new PersonDb(account);
  const device = await readMeta(db, "device");
  await db.close();
  return device ?? null;
}

/** False where the phone is another device now (P105); nothing is remembered then. */
async function remember(answer: SignedIn, username: string, device: string): Promise<boolean> {
  const { account } = answer.me;
  const at = iso(Date.now());
  const { token, device_token, expires_at } = answer;
  const db = new PersonDb(account.id);
  const kept = await rememberSession(db, {
    device,
    me: { me: answer.me, at },
    session: { token, device_token, expires_at, signed_in_at: at },
  });
  if (kept) await patchMark(db, { reading: "ok" });
  await db.close();
  if (!kept) return false;
  const known: KnownPerson = {
    account: account.id,
    username,
    name: account.name,
    role: account.role,
  };
  await putPerson(phone, known);
  await putSetting(phone, "current", account.id);
  return true;
}

/** Opens a person's database and lays their work before them; nothing of another's is touched. */
export async function openPerson(account: string): Promise<void> {
  if (open.value) await closePerson(); // where nobody is, "still opening" must not look like nobody
  const db = new PersonDb(account, noteTrouble);
  if (!(await readMeta(db, "device"))) return openNobody();
  let hearing = Promise.resolve(); // one after the other: rows may follow on everything anew
  const news = joinNews(account, (heard) => {
    hearing = hearing.catch(() => {}).then(() => hear(heard));
  });
  const opened: Open = { db, news };
  const [all, known, at, signed] = await Promise.all([
    loadAll(db),
    readMeta(db, "me"),
    readMeta(db, "sync"),
    readMeta(db, "session"),
  ]);
  batch(() => {
    open.value = opened;
    me.value = known?.me ?? null;
    mark.value = at ?? FIRST_MARK;
    session.value = signed ?? null;
    apply(all);
  });
  await loadDrafts();
  await loadPhotos();
  await loadPeople();
  startSyncing(opened);
}

async function closePerson(): Promise<void> {
  stopSyncing();
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
}

/** Nobody is here: who has used this phone can be seen, and what they left unsent is handed over. */
export async function openNobody(): Promise<void> {
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

/** Reads who has used this phone, and how much of each is unsent. */
export async function loadPeople(): Promise<void> {
  everyone.value = await Promise.all(
    (await allPeople(phone)).map(async ({ account, name, role }) => {
      const db = new PersonDb(account);
      const count = await countQueued(db);
      await db.close();
      return { account, name, role, unsent: count };
    }),
  );
}
