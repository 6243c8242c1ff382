/** A phone, its app as freshly opened, and everybody's server, for the tests of who is here. */
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { Draft } from "../domain/draft";
import type { Credential, SignInBody } from "../net/api";
import { clearDisk } from "../store/damage.fake";
import { escrowContext } from "../store/vault";
import { ME, UNITS } from "../sync/people.fake";
import { unsealed } from "../sync/sealing.fake";
import { FakeServer } from "../sync/server.fake";

vi.doMock("../crypto/pin-lock", async (original) => {
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
export const accounts = new Map<string, { id: string; server: FakeServer }>();
export const devices: string[] = [];
/** Paths that were posted to. */
export const told: string[] = [];
export const world = {
  reachable: true,
  /** Runs before the server hears of a sign-in. */
  beforeSignIn: async (_: SignInBody): Promise<void> => {},
};

beforeEach(() => {
  world.reachable = true;
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
  world.reachable = false;
  await (await import("./session")).leave(); // else a ghost hears what the next test's phone says
  (await import("./syncing")).stopSyncing();
  vi.unstubAllGlobals();
  await clearDisk();
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
      await world.beforeSignIn(body);
      devices.push(body.device.id);
      const account = accounts.get(body.username);
      if (!world.reachable || !account) return away;
      const me = (await account.server.me()) as { body: typeof ME };
      const session = { token: body.username, device_token: body.username };
      const answer = { ...session, expires_at: "2026-12-20T05:00:00.000Z", me: me.body };
      return { kind: "ok", body: answer, bytes: 0 };
    },
    openVault: async (box: string, { token }: Credential) =>
      world.reachable ? theVault(box, accounts.get(token)?.id ?? "") : away,
    post: async (path: string) => {
      told.push(path);
      return world.reachable ? { kind: "ok", body: null, bytes: 0 } : away;
    },
    signOut: async () => ({ kind: "ok", body: null, bytes: 0 }),
    me: async (credential: Credential) => (world.reachable ? own(credential).me() : away),
    deviceKey: async (key: string, credential: Credential) => own(credential).deviceKey(key),
    sync: async (body: string, credential: Credential) =>
      world.reachable ? own(credential).sync(body, credential) : away,
  };
}

/** The app as freshly opened on this phone. */
export async function opened() {
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

export type App = Awaited<ReturnType<typeof opened>>;

export const PIN = "284916";

/** Signs in for the first time on this phone, and sets the PIN. */
export async function signedIn(app: App, username: string): Promise<void> {
  expect(await app.signIn(username, "secret")).toEqual({ ok: true });
  expect(await app.setPin(PIN)).toBe(null);
}

export async function signedUp(app: App): Promise<string> {
  const draft = await app.newDraft(Object.assign({}, ...Object.values(UNITS)));
  const consent: Draft["consent"] = { method: "read", language: "id", strokes: [[1, 2, 3, 4]] };
  await app.signUp({ ...draft, consent });
  return draft.id;
}
