// What a phone can be told to do. `phone` is { disk, life, db, screen, … }; times are milliseconds, and chance
// comes from the one who asks.
import { Keyring, newDataKey } from "../../../web/src/crypto/keyring";
import { GENESIS } from "../../../web/src/domain/chain";
import { uuid7 } from "../../../web/src/domain/ids";
import { api, quarantinePage } from "../../../web/src/net/api";
import { damage } from "../../../web/src/store/damage.fake";
import { deleteDraft, putDraft } from "../../../web/src/store/drafts";
import { StoreError } from "../../../web/src/store/errors";
import { patchMark } from "../../../web/src/store/fence";
import { loadAll } from "../../../web/src/store/load";
import { FIRST_MARK, readMeta, writeMeta } from "../../../web/src/store/meta";
import { PersonDb } from "../../../web/src/store/open";
import { save } from "../../../web/src/store/save";
import { openRows, sealKeyOf } from "../../../web/src/store/sealing";
import { takeOver } from "../../../web/src/store/taking-over";
import { alone } from "../../../web/src/sync/lock";
import { syncOnce } from "../../../web/src/sync/run";
import { copyPhone, isWriting } from "./copies.mjs";
import { age, oldDatabase } from "./older.mjs";
import { Screen } from "./screen.mjs";
import { Locks } from "./stage.mjs";
import { Life, running } from "./storage.mjs";

const APP = "0.1.0";
/** Whose PIN is right: the door is not this world's matter. */
const VAULT = { lock: null, escrow: null, wrong: 0 };
const madeId = (now, chance) => uuid7(now, () => Buffer.from(chance, "hex"));
const iso = (at) => new Date(at).toISOString();

export const ACTS = {
  /** The app's process starts on what is on the disk. */
  async begin(phone, { account }) {
    phone.life.die();
    phone.life = new Life(phone.disk);
    phone.life.locks = new Locks();
    running.life = phone.life;
    phone.keys ??= await Keyring.of(account, newDataKey());
    phone.db = new PersonDb(account, { keys: phone.keys });
    if (!(await readMeta(phone.db, "vault"))) await takeOver(phone.db, VAULT); // the first PIN
    phone.screen = new Screen(await loadAll(phone.db));
  },

  /** The process ends; with `kept`, the power too, and so many relaxed commits had reached the disk. */
  async end({ disk, life }, { kept }) {
    life.die();
    const unwritten = disk.relaxed.length;
    if (kept !== null) disk.losePower(Math.floor(kept * (unwritten + 1)));
    return unwritten;
  },

  /** What is on its disk is on another phone as well. */
  async copy(phone, { to }) {
    copyPhone(phone, to);
    return { copied: to };
  },

  old_database: (phone, { account }) => oldDatabase(phone.disk.factory, account),
  age: ({ db }) => age(db),

  async sign_in({ db }, { username, password, device, now }) {
    const asked = { username, password, device: { id: device, label: "Node", app: APP } };
    const reply = await api.signIn(asked);
    if (reply.kind !== "ok") return reply.problem?.code ?? reply.kind;
    const { token, device_token, expires_at, me } = reply.body;
    const session = { token, device_token, expires_at, signed_in_at: iso(now) };
    await writeMeta(db, { device, session, me: { me, at: iso(now) } });
    await patchMark(db, { reading: "ok" });
    return "ok";
  },

  async sign_out({ db }) {
    const session = await readMeta(db, "session");
    await writeMeta(db, { session: { ...session, token: null } });
    await api.signOut({ kind: "bearer", token: session.token });
  },

  /** The screens' part: an intention about what was seen, saved. */
  async say(phone, { intention, draft, now, chance }) {
    const { db, screen } = phone;
    const [{ me }, device] = await Promise.all([readMeta(db, "me"), readMeta(db, "device")]);
    const author = { account: me.account.id, role: me.account.role, device };
    const op = madeId(now, chance);
    const seal = sealKeyOf(me);
    const typed = draft ? { store: "drafts", id: draft } : null;
    const saving = { intention, op, author, recorded_at: iso(now), typed, seal };
    try {
      const row = await save(db, saving);
      screen.apply({ entries: new Map(), rows: new Map([[row.n, row]]) }, "saved");
      return { saved: row.op, n: row.n };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return { refused: error.kind };
    }
  },

  async draft({ db }, { draft }) {
    await putDraft(db, draft);
  },
  async drop_draft({ db }, { draft }) {
    await deleteDraft(db, draft);
  },

  /** One sync; `also` is another act that begins in the middle of it, after so many steps. */
  async sync(phone, { now, chance, also }) {
    const { db, life } = phone;
    let beside = null;
    if (also) {
      let begun = false;
      const at = life.steps + also.after;
      life.onStep = (steps) => {
        if (begun || steps < at || (also.do === "copy" && isWriting(phone))) return;
        begun = true;
        beside = ACTS[also.do](phone, also);
      };
    }
    const world = worldOf(phone, now, chance);
    const outcome = await alone(db, now, () => syncOnce(db, world, "all")).catch(told);
    life.onStep = () => {};
    return { outcome: outcome.kind ?? outcome, beside: await beside };
  },

  /** What waits for an admin's word, as their screen lists it. */
  async quarantine({ db }) {
    const { token } = await readMeta(db, "session");
    const reply = await quarantinePage(null, { kind: "bearer", token });
    return reply.kind === "ok" ? reply.body.items : [];
  },

  async look({ db, screen }, { now }) {
    const [stored, drafts] = await db.read(["outbox", "drafts"], (tx) =>
      Promise.all(["outbox", "drafts"].map((name) => tx.objectStore(name).getAll())),
    );
    const [rows, all] = await Promise.all([openRows(db, stored), loadAll(db)]);
    const [mark = FIRST_MARK, head, known, session, device] = await Promise.all([
      readMeta(db, "sync"),
      readMeta(db, "head"),
      readMeta(db, "me"),
      readMeta(db, "session"),
      readMeta(db, "device"),
    ]);
    return {
      device,
      role: known?.me.account.role ?? null,
      clinics: known?.me.clinics.map(({ id }) => id) ?? [],
      signed_in: Boolean(session?.token),
      reading: mark.reading,
      rows,
      replica: [...all.entries.values()].map(({ registration, left, entry }) => ({
        registration,
        left,
        entry,
      })),
      drafts: drafts.map(({ id }) => id),
      mark,
      head: head ?? { n: 0, chain: GENESIS },
      seen: screen.shown(iso(now).slice(0, 10)),
      frames: screen.takeFrames(),
      true_screen: screen.text() === new Screen(all).text(),
    };
  },

  /** A damaged disk: some rows of the replica are gone. */
  async spoil({ db, screen }, { registrations }) {
    await damage(db, (rows) => {
      for (const id of registrations) rows.delete(id);
    });
    screen.apply({ entries: new Map(registrations.map((id) => [id, null])), rows: new Map() });
  },
};

/** A run that fails in any way is tried again later, as the app's loop has it. */
function told(error) {
  if (error instanceof StoreError) return { kind: `store ${error.kind}` };
  if (error.name === "AbortError") return { kind: "robbed" }; // of its lock
  throw error;
}

function worldOf({ db, screen }, now, chance) {
  return {
    api,
    clock: () => now,
    app: APP,
    health: async () => ({ persisted: null, free_bytes: null }),
    onTaken: ({ change }) => screen.apply(change, "told"),
    onSending: () => {},
    onFaded: (rows) => {
      const entries = new Map(rows.map((row) => [row.registration, row]));
      screen.apply({ entries, rows: new Map() }, "told");
    },
    onMe: () => {},
    newId: () => madeId(now, chance),
    onRenewed: async () => screen.reload(await loadAll(db)),
  };
}
