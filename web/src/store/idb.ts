/**
 * IndexedDB with promises, and no more of it than is used here: a phone pays for each byte (docs/adr/0005).
 *
 * A promise of a request resolves inside of the transaction: what is asked next, before anything but the
 * database is awaited, is still a part of it.
 */

/** What a store of a schema holds. */
interface Holds {
  key: IDBValidKey;
  value: unknown;
  indexes?: object;
}
type HeldBy<Schema, Name extends keyof Schema> = Extract<Schema[Name], Holds>;
type IndexesOf<Of extends Holds> = Of extends { indexes: infer Indexes } ? Indexes : object;

/** Read by a key or a range of keys; `Key` is the store's own, or an index's. */
export interface Reads<Of extends Holds, Key = Of["key"]> {
  get(query: Key | IDBKeyRange): Promise<Of["value"] | undefined>;
  getKey(query: Key | IDBKeyRange): Promise<Of["key"] | undefined>;
  getAll(query?: Key | IDBKeyRange | null, most?: number): Promise<Of["value"][]>;
  getAllKeys(query?: Key | IDBKeyRange | null, most?: number): Promise<Of["key"][]>;
  count(query?: Key | IDBKeyRange): Promise<number>;
}

export interface ReadStore<Of extends Holds> extends Reads<Of> {
  index<Name extends keyof IndexesOf<Of>>(name: Name): Reads<Of, IndexesOf<Of>[Name]>;
}

/** `key` where the values do not hold it themselves. */
export interface WriteStore<Of extends Holds> extends ReadStore<Of> {
  put(value: Of["value"], key?: Of["key"]): Promise<Of["key"]>;
  add(value: Of["value"], key?: Of["key"]): Promise<Of["key"]>;
  delete(query: Of["key"] | IDBKeyRange): Promise<undefined>;
  clear(): Promise<undefined>;
}

type StoreOf<Of extends Holds, Mode> = Mode extends "readonly" ? ReadStore<Of> : WriteStore<Of>;

export interface Transaction<Schema, Names extends (keyof Schema)[], Mode> {
  objectStore<Name extends Names[number]>(name: Name): StoreOf<HeldBy<Schema, Name>, Mode>;
  commit(): void;
  abort(): void;
  /** Why it was aborted, where the browser did it. */
  readonly error: DOMException | null;
  /** Resolves when all of it is in; rejects when none of it is. */
  readonly done: Promise<void>;
}

export interface Manners {
  upgrade: (db: IDBDatabase, from: number) => void;
  /** Another connection holds an older version open. */
  blocked: () => void;
  /** Another connection wants a newer version. */
  blocking: (db: IDBDatabase) => void;
  /** The browser has closed it. */
  terminated: () => void;
}

export function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Rejects with the browser's DOMException. */
export async function openDatabase(
  name: string,
  version: number,
  { upgrade, blocked, blocking, terminated }: Manners,
): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, oldVersion);
  request.onblocked = blocked;
  const db = await promised(request);
  db.onversionchange = () => blocking(db);
  db.onclose = terminated;
  return db;
}

const REQUESTS = [
  "get",
  "getKey",
  "getAll",
  "getAllKeys",
  "count",
  "put",
  "add",
  "delete",
  "clear",
];
type Request = (...asked: unknown[]) => IDBRequest;

/** A store, or an index of one. */
class Asked {
  #of: IDBObjectStore | IDBIndex;

  constructor(of: IDBObjectStore | IDBIndex) {
    this.#of = of;
  }

  static {
    for (const name of REQUESTS) {
      const ask = function (this: Asked, ...asked: unknown[]) {
        const of = this.#of as unknown as Record<string, Request>;
        return promised(of[name]?.(...asked) as IDBRequest);
      };
      Object.defineProperty(Asked.prototype, name, { value: ask });
    }
  }

  index(name: string): Asked {
    return new Asked((this.#of as IDBObjectStore).index(name));
  }
}

class Begun {
  readonly done: Promise<void>;
  #tx: IDBTransaction;

  constructor(tx: IDBTransaction) {
    this.#tx = tx;
    this.done = new Promise((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error ?? new DOMException("", "AbortError"));
    });
    this.done.catch(() => {}); // who reads does not ask
  }

  get error(): DOMException | null {
    return this.#tx.error;
  }

  objectStore(name: string): Asked {
    return new Asked(this.#tx.objectStore(name));
  }

  commit(): void {
    this.#tx.commit();
  }

  abort(): void {
    this.#tx.abort();
  }
}

/** Throws the browser's DOMException, InvalidStateError where the connection is lost. */
export function begin<Schema, Names extends (keyof Schema)[], Mode extends IDBTransactionMode>(
  db: IDBDatabase,
  names: [...Names],
  mode: Mode,
  durability: IDBTransactionDurability,
): Transaction<Schema, Names, Mode> {
  const tx = db.transaction(names as string[], mode, { durability });
  return new Begun(tx) as unknown as Transaction<Schema, Names, Mode>;
}
