/** Proving to the server who somebody is: the first time, after signing out, and where the PIN does not help. */
import { toBase64Url } from "../crypto/base64";
import { uuid7 } from "../domain/ids";
import type { Problem } from "../domain/types";
import { api, type Factor, type SignedIn, type SignInBody } from "../net/api";
import { patchMark } from "../store/fence";
import { rememberSession } from "../store/identity";
import { readMeta } from "../store/meta";
import { PersonDb } from "../store/open";
import { allPeople, deviceFor, putPerson, putSetting, setDevice } from "../store/phone";
import { handedBack, MOST_WRONG, readVault, tryAgain } from "../store/vault";
import { askPin, door } from "./gate";
import { arrived, chance, iso, me, open, phone } from "./memory";
import { type Unfit, wrongOf } from "./own-password";
import { loadPeople, people } from "./people";
import { leave, resume } from "./session";

/** What is wanted besides the password: a code, the making of a factor, of which codes then come (P196), or
 * another password in the place of an admin's (P243). */
export type Second =
  | { kind: "code" }
  | { kind: "new"; factor: Factor }
  | { kind: "password"; wrong?: Unfit | undefined };
/** What is given besides the password; null where it was not asked for. */
export interface More {
  code: string | null;
  fresh: string | null;
}
const NO_MORE: More = { code: null, fresh: null };
export type SignInResult =
  | { ok: true }
  | { ok: false; problem: Problem | "offline" }
  | { ok: false; second: Second };

/** Signs in with the server; the PIN comes after it. Whoever was here stays on the phone. */
export async function signIn(
  username: string,
  password: string,
  more: More = NO_MORE,
): Promise<SignInResult> {
  const { code, fresh } = more;
  const name = username.trim().toLowerCase();
  const wrong = fresh !== null && wrongOf(password, fresh).fresh;
  if (wrong) return { ok: false, second: { kind: "password", wrong } };
  const proof = {
    username: name,
    password,
    ...(fresh !== null && { new_password: fresh }),
    ...(code !== null && { code }),
  };
  // The device id is durable before the server hears of it, so that a lost answer makes no second device.
  let device = (await ownDevice(name)) ?? (await deviceFor(phone, name, uuid7(Date.now(), chance)));
  let reply = await askSession(proof, device);
  if (reply.kind === "problem" && reply.problem.code === "wrong_device") {
    // The user name has passed to another account: its own device, from the beginning.
    device = uuid7(Date.now(), chance);
    await setDevice(phone, name, device);
    reply = await askSession(proof, device);
  }
  if (reply.kind === "ok") {
    // An account that was renamed goes on as the device that its outbox counts for.
    const own = await deviceOf(reply.body.me.account.id);
    if (own && own !== device) {
      await setDevice(phone, name, own);
      reply = await askSession(proof, own);
      device = own;
    }
  }
  if (reply.kind === "unreachable") return { ok: false, problem: "offline" };
  if (reply.kind === "problem") return refused(reply.problem, proof);
  // A run in the background has made the phone another device meanwhile: once more, as that one.
  if (!(await remember(reply.body, name, device))) return signIn(username, password, more);
  return { ok: true };
}

async function refused(problem: Problem, proof: Proof): Promise<SignInResult> {
  if (problem.code === "password_needed") return { ok: false, second: { kind: "password" } };
  if (problem.errors?.new_password) {
    return { ok: false, second: { kind: "password", wrong: "easy" } };
  }
  if (problem.code === "code_needed") return { ok: false, second: { kind: "code" } };
  if (problem.code !== "factor_needed") return { ok: false, problem };
  const { username, password } = proof;
  const begun = await api.beginFactor({ username, password });
  if (begun.kind === "ok") return { ok: false, second: { kind: "new", factor: begun.body } };
  return { ok: false, problem: begun.kind === "problem" ? begun.problem : "offline" };
}

/** The password of the person who is here, after their session has ended. */
export function signInAgain(password: string, more?: More): Promise<SignInResult> {
  return signIn(me.value?.account.username ?? "", password, more);
}

/** The password of whoever is asked for it at the door. */
export function proveByPassword(password: string, more?: More): Promise<SignInResult> {
  const account = door.value?.account;
  const known = people.value.find((one) => one.account === account);
  return signIn(known?.username ?? "", password, more);
}

type Proof = Omit<SignInBody, "device">;

function askSession(proof: Proof, device: string) {
  const label = deviceLabel();
  return api.signIn({ ...proof, device: { id: device, label, app: __APP_VERSION__ } });
}

/** "Chrome, Android": what an admin can tell phones apart by, without asking anything of the person. */
function deviceLabel(): string {
  const hints = (navigator as { userAgentData?: { platform: string; mobile: boolean } })
    .userAgentData;
  const system = hints?.platform || (/\(([^;)]+)/.exec(navigator.userAgent)?.[1] ?? "");
  return `${hints?.mobile === false ? "PC" : "HP"} ${system}`.trim().slice(0, 100);
}

/** P189: the one that their outbox counts for, where one person alone is known here under this name. */
async function ownDevice(name: string): Promise<string | null> {
  const [known, ...more] = (await allPeople(phone)).filter(({ username }) => username === name);
  return known && more.length === 0 ? deviceOf(known.account) : null;
}

async function deviceOf(account: string): Promise<string | null> {
  if (!(await allPeople(phone)).some((one) => one.account === account)) return null;
  const db = new PersonDb(account);
  const device = await readMeta(db, "device");
  await db.close();
  return device ?? null;
}

/**
 * Stores what may stand in clear; the session and who they are wait for the key. False where the phone is another
 * device now (P105); nothing is remembered then.
 */
async function remember(answer: SignedIn, username: string, device: string): Promise<boolean> {
  const { id: account, name, role } = answer.me.account;
  const lost = door.value?.kind === "password" && door.value.why !== "signed_out";
  const db = new PersonDb(account);
  const access = { device_token: answer.device_token, signed_in: true };
  const kept = await rememberSession(db, { device, access });
  if (kept) await patchMark(db, { reading: "ok" });
  await db.close();
  if (!kept) return false;
  await putPerson(phone, { account, username, name, role });
  await putSetting(phone, "current", account);
  await loadPeople();
  arrived.value = { answer, device, at: iso(Date.now()) };
  if (open.value?.db.account === account) await resume();
  else {
    await leave();
    await toPin(answer, lost ? "lost" : "known");
  }
  return true;
}

/** To the PIN, or to a new one where the old is forgotten or its road closed (P123). */
async function toPin(answer: SignedIn, pin: "lost" | "known"): Promise<void> {
  const account = answer.me.account.id;
  const vault = await readVault(account);
  if (!vault || (pin === "known" && vault.wrong < MOST_WRONG)) return askPin(account);
  const raw = await escrowed(vault.escrow, answer.token);
  if (raw) door.value = { kind: "new_pin", account, raw };
  else {
    await tryAgain(account);
    await askPin(account);
  }
}

/** The data key, handed back by the server to the account that has just proved who it is. */
async function escrowed(
  box: Uint8Array | null,
  token: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (box === null) return null;
  const reply = await api.openVault(toBase64Url(box), { kind: "bearer", token });
  return reply.kind === "ok" ? handedBack(reply.body.key) : null;
}
