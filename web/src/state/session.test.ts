import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Draft } from "../domain/draft";
import type { Projected } from "../domain/project";
import type { Credential, SignInBody } from "../net/api";
import { PhoneDb } from "../store/open";
import { escrowContext } from "../store/vault";
import { entry, ME, UNITS } from "../sync/people.fake";
import { unsealed } from "../sync/sealing.fake";
import { FakeServer } from "../sync/server.fake";

vi.mock("../crypto/pin-lock", async (original) => {
  const real = await original<typeof import("../crypto/pin-lock")>();
  const quick = 1_000;
  return {
    ...real,
    ITERATIONS: quick,
    lockWith: (...[pin, account, raw]: Parameters<typeof real.lockWith>) =>
      real.lockWith(pin, account, raw, quick),
  };
});

/** Accounts by user name; everybody's server in this world. */
const accounts = new Map<string, { id: string; server: FakeServer }>();
const devices: string[] = [];
/** Paths that were posted to. */
const told: string[] = [];
let reachable = true;
/** Runs before the server hears of a sign-in. */
let beforeSignIn: (body: SignInBody) => Promise<void> = async () => {};

beforeEach(() => {
  reachable = true;
  devices.length = 0;
  accounts.clear();
  for (const name of ["rini", "kayla"]) {
    const me = { ...ME, account: { ...ME.account, id: `acc-${name}`, username: name, name } };
    accounts.set(name, { id: me.account.id, server: new FakeServer(me) });
  }
  vi.resetModules();
  vi.stubGlobal("addEventListener", () => {});
  vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
  vi.doMock("../net/api", () => ({ api: theServer() }));
});

afterEach(async () => {
  reachable = false;
  await (await import("./session")).leave(); // else a ghost hears what the next test's phone says
  (await import("./syncing")).stopSyncing();
  vi.unstubAllGlobals();
  for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
});

/** P123: a data key goes back to the account that it was sealed for. */
async function theVault(box: string, account: string) {
  const key = await unsealed(box, escrowContext(account)).catch(() => null);
  if (key !== null) return { kind: "ok", body: { key }, bytes: 0 };
  return { kind: "problem", problem: { status: 403, code: "forbidden" }, bytes: 0 };
}

function theServer() {
  const own = ({ token }: Credential) => accounts.get(token)?.server as FakeServer;
  const away = { kind: "unreachable", timed_out: false } as const;
  return {
    signIn: async (body: SignInBody) => {
      await beforeSignIn(body);
      devices.push(body.device.id);
      const account = accounts.get(body.username);
      if (!reachable || !account) return away;
      const me = (await account.server.me()) as { body: typeof ME };
      const session = { token: body.username, device_token: body.username };
      const answer = { ...session, expires_at: "2026-12-20T05:00:00.000Z", me: me.body };
      return { kind: "ok", body: answer, bytes: 0 };
    },
    openVault: async (box: string, { token }: Credential) =>
      reachable ? theVault(box, accounts.get(token)?.id ?? "") : away,
    post: async (path: string) => {
      told.push(path);
      return reachable ? { kind: "ok", body: null, bytes: 0 } : away;
    },
    signOut: async () => ({ kind: "ok", body: null, bytes: 0 }),
    me: async (credential: Credential) => (reachable ? own(credential).me() : away),
    deviceKey: async (key: string, credential: Credential) => own(credential).deviceKey(key),
    sync: async (body: string, credential: Credential) =>
      reachable ? own(credential).sync(body, credential) : away,
  };
}

/** The app as freshly opened on this phone. */
async function opened() {
  const [session, door, gate, here, registrations, drafts, syncing] = await Promise.all([
    import("./session"),
    import("./sign-in"),
    import("./gate"),
    import("./people"),
    import("./registrations"),
    import("./drafts"),
    import("./syncing"),
  ]);
  return { ...session, ...door, ...gate, ...here, ...registrations, ...drafts, ...syncing };
}

type App = Awaited<ReturnType<typeof opened>>;

const PIN = "284916";

/** Signs in for the first time on this phone, and sets the PIN. */
async function signedIn(app: App, username: string): Promise<void> {
  expect(await app.signIn(username, "secret")).toEqual({ ok: true });
  expect(await app.setPin(PIN)).toBe(null);
}

async function signedUp(app: App): Promise<string> {
  const draft = await app.newDraft(Object.assign({}, ...Object.values(UNITS)));
  const consent: Draft["consent"] = { method: "read", language: "id", strokes: [[1, 2, 3, 4]] };
  await app.signUp({ ...draft, consent });
  return draft.id;
}

test("P10: a sign-up replaces its draft and shows at once", async () => {
  const app = await opened();
  await signedIn(app, "Rini ");
  reachable = false;
  const id = await signedUp(app);
  expect(app.registrations.value.get(id)).toMatchObject({ status: "submitted", base: 0 });
  expect([app.drafts.value, app.strip.value.unsent]).toEqual([[], 1]);
});

test("the device id is durable before the server first hears of it", async () => {
  const app = await opened();
  const phone = new PhoneDb();
  beforeSignIn = async ({ username, device }) => {
    const stored = await phone.read(["devices"], (tx) => tx.objectStore("devices").get(username));
    expect(stored).toBe(device.id);
  };
  reachable = false;
  expect(await app.signIn("rini", "secret")).toEqual({ ok: false, problem: "offline" });
  reachable = true;
  expect(await app.signIn("rini", "secret")).toEqual({ ok: true });
  beforeSignIn = async () => {};
  await phone.close();
  expect(new Set(devices).size).toBe(1);
});

test("a sign-in brings the first page", async () => {
  accounts.get("rini")?.server.tell(entry("reg-7"));
  const app = await opened();
  await signedIn(app, "rini");
  expect([...app.registrations.value.keys()]).toEqual(["reg-7"]);
  expect(app.person.value).toMatchObject({ reading: "ok", me: { account: { name: "rini" } } });
});

test("P74: neither signing out nor another person clears an outbox", async () => {
  const app = await opened();
  await signedIn(app, "rini");
  reachable = false;
  const id = await signedUp(app);
  await app.signOut();
  expect([app.person.value, app.registrations.value.size]).toEqual([null, 0]);
  expect(app.people.value).toMatchObject([{ account: "acc-rini", unsent: 1 }]);
  await app.choosePerson("acc-rini");
  expect(app.asking.value).toMatchObject({ kind: "password", why: "signed_out" });
  reachable = true;
  await signedIn(app, "kayla");
  await vi.waitFor(() => expect(accounts.get("rini")?.server.through).toBe(1));
  expect(accounts.get("rini")?.server.credentials.at(-1)).toBe("device"); // P1
  expect(app.registrations.value.has(id)).toBe(false);
  await app.signIn("rini", "secret");
  expect(await app.unlock(PIN)).toBe("open");
  expect(app.registrations.value.get(id)?.chip).toBe("with_supervisor");
});

test("P129: people change places without the server", async () => {
  const app = await opened();
  await signedIn(app, "rini");
  await signedIn(app, "kayla");
  reachable = false;
  await app.leave();
  await app.choosePerson("acc-rini");
  expect(await app.unlock(PIN)).toBe("open");
  expect(app.person.value?.me.account.name).toBe("rini");
});

test("P12, P70: after a save it is handed over, and the picture follows", async () => {
  const app = await opened();
  await signedIn(app, "rini");
  const id = await signedUp(app);
  await vi.waitFor(() => expect(app.strip.value).toMatchObject({ form: "sent", unsent: 0 }));
  expect(app.registrations.value.get(id)).toMatchObject({ chip: "with_supervisor", base: 1 });
  const seen = app.registrations.value.get(id) as Projected;
  await app.amend(seen, { contact: { phone: "+6281200000005", email: null } });
  const [, amend] = await vi.waitFor(() => {
    const log = accounts.get("rini")?.server.log ?? [];
    expect(log).toHaveLength(2);
    return log;
  });
  expect(amend?.operation).toMatchObject({
    kind: "amend",
    base: 1,
    was: { contact: UNITS.contact },
  });
});

test("the consent's moment is that of the signature's first keeping", async () => {
  const app = await opened();
  await signedIn(app, "rini");
  const draft = await app.newDraft();
  const consent: Draft["consent"] = { method: "read", language: "id", strokes: [[1, 2]] };
  vi.setSystemTime(1000);
  await app.keepDraft({ ...draft, consent });
  vi.setSystemTime(5000);
  await app.keepDraft({ ...draft, consent, step: 8 });
  const kept = app.drafts.value[0];
  expect(kept?.consent?.given?.given_at).toBe("1970-01-01T00:00:01.000Z");
  await app.keepDraft({ ...draft, consent: { ...consent, strokes: [[1, 2, 3, 4]] } });
  expect(app.drafts.value[0]?.consent?.given?.given_at).toBe("1970-01-01T00:00:05.000Z");
  vi.useRealTimers();
});

test("P127: locked, the picture is empty and sending goes on; the PIN opens it without a network", async () => {
  const app = await opened();
  await signedIn(app, "rini");
  reachable = false;
  const id = await signedUp(app);
  await app.lock();
  expect([app.person.value, app.registrations.value.size]).toEqual([null, 0]);
  reachable = true;
  app.syncNow();
  await vi.waitFor(() => expect(accounts.get("rini")?.server.through).toBe(1));
  expect(accounts.get("rini")?.server.requests.at(-1)?.operations).toEqual([]);
  reachable = false;
  expect(await app.unlock("901234")).toBe("wrong");
  expect(await app.unlock(PIN)).toBe("open");
  expect(app.registrations.value.get(id)?.status).toBe("submitted");
});

test("P123: a forgotten PIN: the password, a new PIN, and the draft is there", async () => {
  const app = await opened();
  await signedIn(app, "rini");
  await app.newDraft({ full_name: "Contoh Draf" });
  await app.lock();
  app.forgot();
  reachable = false;
  expect(await app.proveByPassword("secret")).toEqual({ ok: false, problem: "offline" });
  reachable = true;
  expect(await app.proveByPassword("secret")).toEqual({ ok: true });
  expect(await app.setPin("123456")).toEqual({ kind: "weak", why: "run" });
  expect(await app.setPin("407391")).toBe(null);
  expect(app.drafts.value[0]?.fields.full_name).toBe("Contoh Draf");
  await app.lock();
  expect(await app.unlock(PIN)).toBe("wrong");
  expect(await app.unlock("407391")).toBe("open");
});

test("P122: from the fourth wrong PIN on the next waits, and another page waits from the beginning", async () => {
  const app = await opened();
  await signedIn(app, "rini");
  await app.lock();
  for (let i = 0; i < 4; i += 1) expect(await app.unlock(`90${1000 + i}`)).toBe("wrong");
  expect(await app.unlock(PIN)).toBe("waiting");
  const left = app.waitsUntil.value - performance.now();
  expect([left > 0, left <= 5_000]).toEqual([true, true]);
  vi.setSystemTime(Date.now() + 86_400_000);
  expect(await app.unlock(PIN)).toBe("waiting");
  vi.useRealTimers();
  await app.choosePerson("acc-rini");
  expect(await app.unlock(PIN)).toBe("waiting");
});

test("P128: an ended device hands over, is wiped, and the server is told", async () => {
  const app = await opened();
  await signedIn(app, "rini");
  reachable = false;
  await signedUp(app);
  const { server } = accounts.get("rini") ?? {};
  if (!server) throw new Error("a server expected");
  server.ended = true;
  reachable = true;
  app.syncNow();
  await vi.waitFor(() => expect(told).toContain("/device/wiped"));
  expect([server.through, app.person.value, app.people.value]).toEqual([1, null, []]);
  expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(["perisai-phone"]);
  await vi.waitFor(() => expect(app.wiped.value).toMatchObject([{ name: "rini" }]));
  await app.readWiped(app.wiped.value[0]?.device ?? "");
  expect(app.wiped.value).toEqual([]);
});

test("P129: somebody else's first sign-in locks whoever is here, and deletes nothing", async () => {
  const app = await opened();
  await signedIn(app, "rini");
  await app.newDraft({ full_name: "Contoh Draf" });
  await signedIn(app, "kayla");
  expect([app.person.value?.me.account.name, app.drafts.value]).toEqual(["kayla", []]);
  await app.leave();
  await app.choosePerson("acc-rini");
  expect(await app.unlock(PIN)).toBe("open");
  expect(app.drafts.value).toHaveLength(1);
});
