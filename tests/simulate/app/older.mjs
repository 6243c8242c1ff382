// Phones that an older version of the app has left behind.
import { openDatabase } from "../../../web/src/store/idb";

/** The database as the app's first version made it, empty: what comes later must open it and go on. */
export async function oldDatabase(factory, account) {
  const nothing = () => {};
  const db = await openDatabase(`perisai-${account}`, 1, {
    ...{ blocked: nothing, blocking: nothing, terminated: nothing },
    upgrade(made) {
      made.createObjectStore("drafts", { keyPath: "id" });
      const outbox = made.createObjectStore("outbox", { keyPath: "n" });
      outbox.createIndex("state", ["state", "n"]);
      outbox.createIndex("registration", "registration");
      outbox.createIndex("covered_at", "covered_at");
      const replica = made.createObjectStore("replica", { keyPath: "registration" });
      replica.createIndex("generation", "generation");
      made.createObjectStore("meta");
    },
  });
  db.close();
}

/** What the app before 0.2 did not write yet: tallies and how the last repair ended (P57 to P59). */
export function age(db) {
  return db.write(["meta"], "strict", async (tx) => {
    const meta = tx.objectStore("meta");
    const mark = await meta.get("sync");
    if (mark) {
      const { mending: _, repair: __, ...older } = mark;
      await meta.put(older, "sync");
    }
    await meta.delete("tally");
  });
}
