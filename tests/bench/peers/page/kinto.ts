/** kinto.js with its own IndexedDB adapter. */
import Kinto from "kinto";
import type { Doc } from "./doc";

// biome-ignore lint/suspicious/noExplicitAny: the peer's types are not installed where this is looked at
let kept: any;

const idSchema = { generate: () => crypto.randomUUID(), validate: () => true };

async function sync(): Promise<void> {
  const { ok, errors, conflicts } = await kept.sync();
  if (!ok) throw new Error(`${errors.length} errors, ${conflicts.length} conflicts`);
}

Object.assign(window, {
  contestant: {
    async open({ store }: { store: string }): Promise<void> {
      const headers = { Authorization: `Basic ${btoa("bench:bench")}` };
      const kinto = new Kinto({ remote: `${location.origin}/v1`, headers, bucket: "bench" });
      kept = kinto.collection(store, { idSchema });
    },
    async save(doc: Doc): Promise<void> {
      await kept.create(doc, { useRecordId: true });
    },
    push: sync,
    pull: sync,
    sync,
    async held(): Promise<number> {
      return (await kept.list()).data.length;
    },
  },
});
