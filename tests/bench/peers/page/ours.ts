/** The app's own saving and syncing, as it is built, strict and under a key; the server is the real one. */
import { Keyring, newDataKey } from "../../../../web/src/crypto/keyring";
import { uuid7 } from "../../../../web/src/domain/ids";
import type { Author, Me } from "../../../../web/src/domain/types";
import { api } from "../../../../web/src/net/api";
import { loadAll } from "../../../../web/src/store/load";
import { writeMeta } from "../../../../web/src/store/meta";
import { PersonDb } from "../../../../web/src/store/open";
import { type Saving, save } from "../../../../web/src/store/save";
import { health } from "../../../../web/src/sync/phone";
import { syncOnce, type World } from "../../../../web/src/sync/run";

type Create = Extract<Saving["intention"], { kind: "create" }>;
/** A sign-up as the bench makes it: everything of a create but what the phone adds. */
type Made = Omit<Create, "kind" | "base">;

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

let db: PersonDb;
let me: Me;
/** Milliseconds at which the first page came, and at which the screens were told. */
let came = 0;
let told = 0;

const world: World = {
  api: {
    ...api,
    async sync(body, credential) {
      const reply = await api.sync(body, credential);
      came ||= performance.now();
      return reply;
    },
  },
  clock: Date.now,
  app: "0.1.0",
  health,
  onTaken: () => {
    told ||= performance.now();
  },
  onSending: () => {},
  onMe: () => {},
  newId: () => crypto.randomUUID(),
  onRenewed: async () => {},
};

async function sync(): Promise<void> {
  came = told = 0;
  const outcome = await syncOnce(db, world, "all");
  if (outcome.kind !== "complete") throw new Error(outcome.kind);
}

Object.assign(window, {
  contestant: {
    async open({ username, password }: { username: string; password: string }): Promise<void> {
      const device = { id: crypto.randomUUID(), label: "bench", app: "0.1.0" };
      const reply = await api.signIn({ username, password, device });
      if (reply.kind !== "ok") throw new Error(reply.kind);
      const at = new Date().toISOString();
      const { token, device_token, expires_at } = reply.body;
      me = reply.body.me;
      const account = me.account.id;
      db = new PersonDb(account, { keys: await Keyring.of(account, newDataKey()) });
      const session = { token, device_token, expires_at, signed_in_at: at };
      await writeMeta(db, { device: device.id, me: { me, at }, session });
    },
    async save(made: Made): Promise<void> {
      const author: Omit<Author, "device"> = { account: me.account.id, role: me.account.role };
      await save(db, {
        intention: { kind: "create", base: 0, ...made },
        op: uuid7(Date.now(), random),
        author,
        recorded_at: new Date().toISOString(),
        typed: { store: "drafts", id: made.registration },
        seal: me.seal,
      });
    },
    sync,
    push: sync,
    pull: sync,
    async held(): Promise<number> {
      return (await loadAll(db)).entries.size;
    },
    firstSeen: () => told - came,
  },
});
