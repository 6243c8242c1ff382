/** The server's copies of what is still to be sent (P124): made at the save, or as soon as its key is known. */
import { contextOf, type SealKey, sealTo } from "../crypto/seal";
import { fenced } from "./fence";
import { getMeta, readMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import { rowsOf } from "./outbox";
import type { OutboxRow, SealedRow } from "./schema";
import { openRow } from "./sealing";

/** The server's copy of an operation that is still to be sent. */
export async function boxOf(
  row: OutboxRow,
  { seal, device }: { seal: SealKey | null; device: string },
): Promise<SealedRow["box"]> {
  if (seal === null || row.state !== "queued") return null;
  return sealTo(seal, contextOf(device, row.n, row.op), row.text);
}

/** Seals what waits without a copy. Throws Locked. */
export async function addBoxes(db: PersonDb, seal: SealKey): Promise<void> {
  const device = (await readMeta(db, "device")) ?? "";
  const queued = await db.read(["outbox"], (tx) =>
    tx.objectStore("outbox").index("state").getAll(rowsOf("queued")),
  );
  const bare = queued.filter(
    (row): row is SealedRow => "body" in row && row.box === null && !row.emptied,
  );
  if (bare.length === 0) return;
  const made = await Promise.all(
    bare.map(async (row) => {
      const opened = await openRow(db, row);
      return { n: row.n, hash: opened.hash, box: await boxOf(opened, { seal, device }) };
    }),
  );
  await db.write(["outbox"], "relaxed", async (tx) => {
    const outbox = tx.objectStore("outbox");
    for (const { n, hash, box } of made) {
      const row = await outbox.get(n);
      if (row && "body" in row && row.state === "queued") fire(outbox.put({ ...row, box, hash }));
    }
  });
}

/**
 * P93: what the server has in custody as a box that it cannot open is sent again in clear, now that its person is
 * here. Throws Fenced.
 */
export async function sayAgain(db: PersonDb, fence: number): Promise<void> {
  const receipted = await db.read(["outbox"], (tx) =>
    tx.objectStore("outbox").index("state").getAll(rowsOf("receipted")),
  );
  const shut = receipted.filter(({ receipt }) => receipt?.code === "unsealable");
  if (shut.length === 0) return;
  await db.write(["outbox", "meta"], "relaxed", async (tx) => {
    fenced(await getMeta(tx.objectStore("meta"), "sync"), fence);
    for (const row of shut) {
      fire(tx.objectStore("outbox").put({ ...row, state: "queued", receipt: null }));
    }
  });
}
