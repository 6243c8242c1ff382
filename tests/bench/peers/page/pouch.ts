/** PouchDB with its default adapter; batches as large as the work, which suits it best. */
import PouchDB from "pouchdb/dist/pouchdb.min.js";
import type { Doc } from "./doc";

const ALL = { batch_size: 1000, batches_limit: 10 };
let local: PouchDB.Database;
let remote: PouchDB.Database;

async function ended(replication: Promise<unknown>): Promise<void> {
  await replication;
}

Object.assign(window, {
  contestant: {
    async open({ store }: { store: string }): Promise<void> {
      local = new PouchDB(store);
      remote = new PouchDB(`${location.origin}/${store}`);
      await local.info();
    },
    async save({ id, ...fields }: Doc): Promise<void> {
      await local.put({ _id: id, ...fields });
    },
    push: () => ended(local.replicate.to(remote, ALL)),
    pull: () => ended(local.replicate.from(remote, ALL)),
    sync: () => ended(local.sync(remote, ALL)),
    async held(): Promise<number> {
      return (await local.info()).doc_count;
    },
  },
});
