// The browser's core (web/src/store, sync, net, domain) on fake-indexeddb, driven by lines of JSON.
// A line in: {"phone", "do", …}. A line out: {"ok": answer} or {"error": text}. One at a time.
import "fake-indexeddb/auto";
import { createInterface } from "node:readline";
import { IDBFactory } from "fake-indexeddb";
import { Keyring, newDataKey } from "../../web/src/crypto/keyring";
import { canonical } from "../../web/src/domain/canonical";
import { digest, GENESIS } from "../../web/src/domain/chain";
import { uuid7 } from "../../web/src/domain/ids";
import { projectOne } from "../../web/src/domain/project";
import { api } from "../../web/src/net/api";
import { allCarried } from "../../web/src/store/carried";
import { damage } from "../../web/src/store/damage.fake";
import { unsentRows } from "../../web/src/store/entrusting";
import { patchMark } from "../../web/src/store/fence";
import { loadAll } from "../../web/src/store/load";
import { FIRST_MARK, readMeta, writeMeta } from "../../web/src/store/meta";
import { PersonDb, PhoneDb } from "../../web/src/store/open";
import { putPerson } from "../../web/src/store/phone";
import { save } from "../../web/src/store/save";
import { bundlesOf, carry, itemsOf, takeIn } from "../../web/src/sync/courier";
import { syncOnce } from "../../web/src/sync/run";

const APP = "0.1.0-node";
const phones = new Map();
let origin = "";
const overTheNet = globalThis.fetch;
// The app's addresses are relative to the page it came from.
globalThis.fetch = (path, init) => overTheNet(origin + path, init);

const STORES = ["drafts", "outbox", "pages", "bodies", "meta"];
/** Of these, those whose keys stand beside the values. */
const BESIDE = ["meta", "bodies"];
const chance = (count) => crypto.getRandomValues(new Uint8Array(count));
const iso = (now) => new Date(now).toISOString();

function worldAt(now) {
  return {
    api,
    clock: () => now,
    app: APP,
    health: async () => ({ persisted: null, free_bytes: null }),
    onTaken: () => {},
    onSending: () => {},
    onFaded: () => {},
    onMe: () => {},
    newId: () => crypto.randomUUID(),
    onRenewed: async () => {},
  };
}

const ACTS = {
  async open(_, { phone, device, account, username }) {
    const keys = await Keyring.of(account, newDataKey());
    phones.set(phone, { device, account, username, keys, storage: new IDBFactory() });
    return ACTS.restart(phones.get(phone));
  },

  /** The process ends and starts: only the storage is left, and what the PIN opens it with. */
  restart(phone) {
    globalThis.indexedDB = phone.storage;
    phone.db = new PersonDb(phone.account, { keys: phone.keys });
    return null;
  },

  /** Another phone with a copy of this one's storage, as a restored backup makes it. */
  async copy({ account, username, device, keys, db }, { to }) {
    const copied = new Map();
    for (const name of STORES) {
      const values = await db.read([name], async (tx) => {
        const store = tx.objectStore(name);
        const [keys, rows] = await Promise.all([store.getAllKeys(), store.getAll()]);
        return rows.map((row, i) => (BESIDE.includes(name) ? [row, keys[i]] : [row]));
      });
      copied.set(name, values);
    }
    const clone = { account, username, device, keys, storage: new IDBFactory() };
    phones.set(to, clone);
    ACTS.restart(clone);
    await clone.db.write(STORES, "strict", async (tx) => {
      for (const [name, values] of copied) {
        for (const value of values) await tx.objectStore(name).put(...value);
      }
    });
    return null;
  },

  async sign_in(phone, { password, now }) {
    const { db, username } = phone;
    const device = (await readMeta(db, "device")) ?? phone.device;
    const label = "Node";
    const reply = await api.signIn({ username, password, device: { id: device, label, app: APP } });
    if (reply.kind === "problem") return reply.problem.status;
    if (reply.kind !== "ok") throw new Error(reply.kind);
    const { token, device_token, expires_at, me } = reply.body;
    const session = { token, device_token, expires_at, signed_in_at: iso(now) };
    await writeMeta(db, { device, session, me: { me, at: iso(now) } });
    await patchMark(db, { reading: "ok" });
    return 201;
  },

  async sign_out({ db }) {
    const session = await readMeta(db, "session");
    await writeMeta(db, { session: { ...session, token: null } });
    await api.signOut({ kind: "bearer", token: session.token });
    return null;
  },

  /** The screens' part: what is seen goes into the intention, and it is saved. */
  async say(phone, { intention, now }) {
    const { db } = phone;
    const seen = await shown(phone, intention.registration, now);
    const { me } = await readMeta(db, "me");
    const { id: account, role } = me.account;
    const was = Object.fromEntries(
      Object.keys(intention.set ?? {})
        .filter((unit) => seen?.units[unit])
        .map((unit) => [unit, seen.units[unit]]),
    );
    const whole = {
      ...intention,
      base: seen?.base ?? 0,
      ...(intention.kind === "amend" ? { was } : {}),
    };
    if (whole.kind === "review") whole.read = await digest(canonical(seen?.units ?? {}));
    const op = uuid7(now, chance);
    const author = { account, role };
    const row = await save(db, {
      intention: whole,
      op,
      author,
      recorded_at: iso(now),
      typed: null,
    });
    return row.n;
  },

  async sync({ db }, { now }) {
    // As the app's loop has it: a run that fails in any way is tried again later.
    const outcome = await syncOnce(db, worldAt(now), "all").catch((error) => ({
      kind: `${error}`,
    }));
    return outcome.kind;
  },

  async entrusts({ db, device }, { now }) {
    const { me } = await readMeta(db, "me");
    const items = await itemsOf(await unsentRows(db), { device, key: me.seal });
    const [text] = await bundlesOf(db, items, { device, app: APP, at: iso(now), pad: true });
    return text;
  },

  /** As the app does it: kept first, handed over after the phone's own work. */
  async brings({ account, username }, { text, now }) {
    const phone = new PhoneDb();
    await putPerson(phone, { account, username, name: username, role: "recruiter" });
    const taken = await takeIn(phone, text, now);
    await carry(phone, api, () => now);
    const { signature } = JSON.parse(text);
    const carried = (await allCarried(phone)).find(({ id }) => id === signature);
    await phone.close();
    return taken === "taken_in" ? carried.ended.result : taken;
  },

  async sees(phone, { registration, now }) {
    const seen = await shown(phone, registration, now);
    return seen && { status: seen.status, units: seen.units };
  },

  async state({ db }) {
    const [rows, replica, mark, head, device] = await Promise.all([
      db.read(["outbox"], (tx) => tx.objectStore("outbox").getAll()),
      loadAll(db).then(({ entries }) => [...entries.values()]),
      readMeta(db, "sync"),
      readMeta(db, "head"),
      readMeta(db, "device"),
    ]);
    const own = rows.filter(({ n }) => n > 0);
    const { reading, chain_ok } = mark ?? FIRST_MARK;
    return {
      device: device ?? null,
      aside: rows.length - own.length,
      pending: own.filter(({ receipt }) => receipt === null).map(({ n }) => n),
      receipts: own
        .filter(({ receipt }) => receipt !== null)
        .map(({ n, receipt }) => [n, receipt.result]),
      replica: replica.filter(({ left }) => !left).map(({ entry }) => entry),
      reading,
      trusts: chain_ok,
      chain: { n: head?.n ?? 0, hash: head?.chain ?? GENESIS },
    };
  },

  async spoil({ db }, { registrations }) {
    await damage(db, (rows) => {
      for (const id of registrations) rows.delete(id);
    });
    return null;
  },

  async forge_cursor({ db }, { cursor }) {
    await patchMark(db, { cursor });
    return null;
  },
};

async function shown({ db }, registration, now) {
  const { entries, rows } = await loadAll(db);
  const own = [...rows.values()]
    .filter((row) => row.registration === registration)
    .map((row) => ({ ...row, operation: JSON.parse(row.text) }));
  return projectOne(entries.get(registration)?.entry ?? null, own, iso(now).slice(0, 10));
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const answer = await run(command).then(
    (ok) => ({ ok: ok ?? null }),
    (error) => ({ error: error.stack ?? String(error) }),
  );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function run(command) {
  if (command.do === "origin") {
    origin = command.origin;
    return null;
  }
  const phone = phones.get(command.phone);
  if (phone) globalThis.indexedDB = phone.storage;
  return ACTS[command.do](phone, command);
}
