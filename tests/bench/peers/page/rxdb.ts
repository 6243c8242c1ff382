/** RxDB with its free storage (Dexie) and the replication of its own, to the smallest handler that serves it. */
import { createRxDatabase } from "rxdb/plugins/core";
import { replicateRxCollection } from "rxdb/plugins/replication";
import { getRxStorageDexie } from "rxdb/plugins/storage-dexie";
import { type Doc, JSON_HEADERS } from "./doc";

// biome-ignore-start lint/suspicious/noExplicitAny: the peer's types are not installed where this is looked at
let kept: any;
let replication: any;
// biome-ignore-end lint/suspicious/noExplicitAny: see above
let store = "";

const schema = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: { id: { type: "string", maxLength: 36 } },
  additionalProperties: true,
};

async function ask(path: string, body?: unknown): Promise<never> {
  const sent = body && { method: "POST", headers: JSON_HEADERS, body: JSON.stringify(body) };
  const answer = await fetch(`/rxdb/${store}/${path}`, sent || {});
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()) as never;
}

async function sync(): Promise<void> {
  if (replication) {
    replication.reSync();
  } else {
    replication = replicateRxCollection({
      collection: kept,
      replicationIdentifier: store,
      live: true,
      retryTime: 1000,
      push: { batchSize: 500, handler: (rows: unknown) => ask("push", rows) },
      pull: {
        batchSize: 1000,
        handler: (at: { seq: number } | undefined, limit: number) =>
          ask(`pull?after=${at?.seq ?? 0}&limit=${limit}`),
      },
    });
    await replication.awaitInitialReplication();
  }
  await replication.awaitInSync();
}

Object.assign(window, {
  contestant: {
    async open(given: { store: string }): Promise<void> {
      store = given.store;
      const storage = getRxStorageDexie();
      const database = await createRxDatabase({ name: store, storage, multiInstance: false });
      const made = await database.addCollections({ signups: { schema } });
      kept = made.signups;
    },
    async save(doc: Doc): Promise<void> {
      await kept.insert(doc);
    },
    push: sync,
    pull: sync,
    sync,
    held: () => kept.count().exec(),
  },
});
