/** Opening databases, and staying open: browsers close them for upgrades and, some, in the background. */
import type { Keyring } from "../crypto/keyring";
import { Locked, translated } from "./errors";
import { begin, openDatabase, type Transaction } from "./idb";
import type { PersonSchema, PhoneSchema } from "./schema";

/** `blocked`: another tab holds the old version open · `superseded`: this page is the old version. */
export type Notice = (what: "blocked" | "superseded") => void;

class Database<Schema> {
  #opening: Promise<IDBDatabase> | null = null;
  #open: (dropped: () => void) => Promise<IDBDatabase>;

  constructor(open: (dropped: () => void) => Promise<IDBDatabase>) {
    this.#open = open;
  }

  /** The connection, opened again where it was lost. */
  connection(): Promise<IDBDatabase> {
    this.#opening ??= translated(() =>
      this.#open(() => {
        this.#opening = null;
      }),
    ).catch((error) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  /** Reads one consistent moment. Throws StoreError. */
  read<Names extends (keyof Schema)[], T>(
    names: [...Names],
    work: (tx: Transaction<Schema, Names, "readonly">) => Promise<T>,
  ): Promise<T> {
    return translated(async () => work(await this.#begin(names, "readonly", "default")));
  }

  /**
   * One transaction, all of it or nothing; resolves when the browser says that it is complete. Only the
   * database may be awaited inside. Throws StoreError, and whatever `work` throws.
   */
  write<Names extends (keyof Schema)[], T>(
    names: [...Names],
    durability: "strict" | "relaxed",
    work: (tx: Transaction<Schema, Names, "readwrite">) => Promise<T>,
  ): Promise<T> {
    return translated(async () => {
      const tx = await this.#begin(names, "readwrite", durability);
      try {
        const result = await work(tx);
        // Asked for now, not left to the browser: a page that is closing gets no later turn for it.
        tx.commit();
        await tx.done;
        return result;
      } catch (error) {
        if (tx.error === null) aborted(tx);
        await tx.done.catch(() => {});
        throw tx.error ?? error;
      }
    });
  }

  /** A connection that died unannounced is opened again, once. */
  async #begin<Names extends (keyof Schema)[], Mode extends "readonly" | "readwrite">(
    names: [...Names],
    mode: Mode,
    durability: IDBTransactionDurability,
  ): Promise<Transaction<Schema, Names, Mode>> {
    const begun = async () =>
      begin<Schema, Names, Mode>(await this.connection(), names, mode, durability);
    return begun().catch((error) => {
      if ((error as DOMException).name !== "InvalidStateError") throw error;
      this.#opening = null;
      return begun();
    });
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    (await opening?.catch(() => null))?.close();
  }
}

/** A request whose failure its transaction reports. */
export function fire(request: Promise<unknown> | null): void {
  request?.catch(() => {});
}

function aborted(tx: { abort: () => void }): void {
  try {
    tx.abort();
  } catch {
    // It had ended by itself already.
  }
}

/** `keys` is absent while the person is locked: what is under their key cannot be read then, nor written. */
export interface Opening {
  keys?: Keyring | null;
  notice?: Notice;
}

/** One person's memory on this phone. */
export class PersonDb extends Database<PersonSchema> {
  readonly locked: boolean;
  #keys: Keyring | null;

  constructor(
    readonly account: string,
    { keys = null, notice = () => {} }: Opening = {},
  ) {
    super((dropped) =>
      openDatabase(personName(account), 4, {
        upgrade(db, version) {
          if (version < 1) first(db);
          if (version < 2) withPhotos(db);
          if (version < 3) withPages(db);
          if (version < 4) db.createObjectStore("corrections", { keyPath: "id" });
        },
        ...manners(dropped, notice),
      }),
    );
    this.#keys = keys;
    this.locked = keys === null;
  }

  /** What goes on with this database after its person was locked reads and writes nothing of theirs. */
  forget(): void {
    this.#keys = null;
  }

  /** Throws Locked. */
  get keys(): Keyring {
    if (this.#keys === null) throw new Locked(this.account);
    return this.#keys;
  }
}

export function personName(account: string): string {
  return `perisai-${account}`;
}

function first(db: IDBDatabase): void {
  db.createObjectStore("drafts", { keyPath: "id" });
  const outbox = db.createObjectStore("outbox", { keyPath: "n" });
  outbox.createIndex("state", ["state", "n"]);
  outbox.createIndex("registration", "registration");
  outbox.createIndex("covered_at", "covered_at");
  const replica = db.createObjectStore("replica", { keyPath: "registration" });
  replica.createIndex("generation", "generation");
  db.createObjectStore("meta");
}

/** Nothing is moved here, since a key is needed for it: `replica` is emptied when its person sets a PIN (P126). */
function withPages(db: IDBDatabase): void {
  db.createObjectStore("pages", { keyPath: "page" });
  db.createObjectStore("bodies");
}

function withPhotos(db: IDBDatabase): void {
  const keyPath = ["registration", "sha256"];
  db.createObjectStore("photos", { keyPath }).createIndex("state", ["state", "registration"]);
  db.createObjectStore("photo_bytes", { keyPath });
}

/** Who has used this phone, and its settings. */
export class PhoneDb extends Database<PhoneSchema> {
  constructor(notice: Notice = () => {}) {
    super((dropped) =>
      openDatabase("perisai-phone", 3, {
        upgrade(db, version) {
          if (version < 1) {
            db.createObjectStore("people", { keyPath: "account" });
            db.createObjectStore("devices");
            db.createObjectStore("settings");
          }
          if (version < 2) db.createObjectStore("carried", { keyPath: "id" });
          if (version < 3) db.createObjectStore("wiping", { keyPath: "device" });
        },
        ...manners(dropped, notice),
      }),
    );
  }
}

/** An old tab makes way for an upgrade at once; a waiting upgrade is told. */
function manners(dropped: () => void, notice: Notice) {
  return {
    blocked: () => notice("blocked"),
    blocking: (db: IDBDatabase) => {
      db.close();
      dropped();
      notice("superseded");
    },
    terminated: dropped,
  };
}
