import { expect, test, vi } from "vitest";
import type { Draft } from "../domain/draft";
import type { Projected } from "../domain/project";
import { writeMeta } from "../store/meta";
import { PersonDb, PhoneDb } from "../store/open";
import { entry, UNITS } from "../sync/people.fake";
import { accounts, devices, opened, PIN, signedIn, signedUp, told, world } from "./session.fake";

test("P10: a sign-up replaces its draft and shows at once", async () => {
  const app = await opened();
  await signedIn(app, "Rini ");
  world.reachable = false;
  const id = await signedUp(app);
  expect(app.registrations.value.get(id)).toMatchObject({ status: "submitted", base: 0 });
  expect([app.drafts.value, app.strip.value.unsent]).toEqual([[], 1]);
});

test("the device id is durable before the server first hears of it", async () => {
  const app = await opened();
  const phone = new PhoneDb();
  world.beforeSignIn = async ({ username, device }) => {
    const stored = await phone.read(["devices"], (tx) => tx.objectStore("devices").get(username));
    expect(stored).toBe(device.id);
  };
  world.reachable = false;
  expect(await app.signIn("rini", "secret")).toEqual({ ok: false, problem: "offline" });
  world.reachable = true;
  expect(await app.signIn("rini", "secret")).toEqual({ ok: true });
  world.beforeSignIn = async () => {};
  await phone.close();
  expect(new Set(devices).size).toBe(1);
});

test("P189: who was renewed signs in as that device, and never as the one before", async () => {
  const app = await opened();
  await signedIn(app, "rini");
  await app.signOut();
  const db = new PersonDb("acc-rini");
  await writeMeta(db, { device: "01937dd1-0000-7000-8000-00000000d002" });
  await db.close();
  devices.length = 0;
  expect(await app.signIn("rini", "secret")).toEqual({ ok: true });
  expect(devices).toEqual(["01937dd1-0000-7000-8000-00000000d002"]);
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
  world.reachable = false;
  const id = await signedUp(app);
  await app.signOut();
  expect([app.person.value, app.registrations.value.size]).toEqual([null, 0]);
  expect(app.people.value).toMatchObject([{ account: "acc-rini", unsent: 1 }]);
  await app.choosePerson("acc-rini");
  expect(app.asking.value).toMatchObject({ kind: "password", why: "signed_out" });
  world.reachable = true;
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
  world.reachable = false;
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
  world.reachable = false;
  const id = await signedUp(app);
  await app.lock();
  expect([app.person.value, app.registrations.value.size]).toEqual([null, 0]);
  world.reachable = true;
  app.syncNow();
  await vi.waitFor(() => expect(accounts.get("rini")?.server.through).toBe(1));
  expect(accounts.get("rini")?.server.requests.at(-1)?.operations).toEqual([]);
  world.reachable = false;
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
  world.reachable = false;
  expect(await app.proveByPassword("secret")).toEqual({ ok: false, problem: "offline" });
  world.reachable = true;
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
  world.reachable = false;
  await signedUp(app);
  const { server } = accounts.get("rini") ?? {};
  if (!server) throw new Error("a server expected");
  server.ended = true;
  world.reachable = true;
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
