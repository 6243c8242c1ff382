/** The least work that still saves, sends and fetches: one store, one compressed request, no history, no rights. */
import { type Doc, JSON_HEADERS } from "./doc";

let db: IDBDatabase;
let store = "";
let cursor = 0;
let unsent: Doc[] = [];

function opened(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("docs", { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function put(docs: readonly Doc[], durability: IDBTransactionDurability): Promise<void> {
  return new Promise((resolve, reject) => {
    const tx = db.transaction("docs", "readwrite", { durability });
    for (const doc of docs) tx.objectStore("docs").put(doc);
    tx.oncomplete = () => resolve();
    tx.onerror = () => reject(tx.error);
    tx.commit();
  });
}

async function push(): Promise<void> {
  const text = new Blob([JSON.stringify(unsent)]).stream();
  const packed = new Response(text.pipeThrough(new CompressionStream("gzip")));
  const headers = { ...JSON_HEADERS, "Content-Encoding": "gzip" };
  const body = await packed.arrayBuffer();
  const answer = await fetch(`/floor/${store}`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const { seq } = (await answer.json()) as { seq: number };
  // Nobody else has written meanwhile: what was sent need not come back.
  if (seq === cursor + unsent.length) cursor = seq;
  unsent = [];
}

async function pull(): Promise<void> {
  const answer = await fetch(`/floor/${store}?after=${cursor}`);
  const told = (await answer.json()) as { docs: Doc[]; seq: number };
  if (told.docs.length > 0) await put(told.docs, "relaxed");
  cursor = told.seq;
}

Object.assign(window, {
  contestant: {
    async open(given: { store: string }): Promise<void> {
      store = given.store;
      db = await opened(store);
    },
    async save(doc: Doc): Promise<void> {
      await put([doc], "strict");
      unsent.push(doc);
    },
    push,
    pull,
    sync: pull,
    held: () =>
      new Promise((resolve) => {
        const asked = db.transaction("docs").objectStore("docs").count();
        asked.onsuccess = () => resolve(asked.result);
      }),
  },
});
