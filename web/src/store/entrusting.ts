/** What of the outbox a colleague may carry, and the key that signs it. */
import { newSigner } from "../crypto/sign";
import { getMeta, readMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import { rowsOf } from "./outbox";
import type { KeptSigner, OutboxRow, StoredRow } from "./schema";
import { openRows } from "./sealing";

/** Every operation without a receipt, in order. Throws Locked. */
export async function unsentRows(db: PersonDb): Promise<OutboxRow[]> {
  return openRows(db, await unsentBoxes(db));
}

/** The same as it lies there: of a locked person only the boxes can be handed on (P211). */
export async function unsentBoxes(db: PersonDb): Promise<StoredRow[]> {
  const rows = await db.read(["outbox"], (tx) =>
    tx.objectStore("outbox").index("state").getAll(rowsOf("queued")),
  );
  return rows.filter(({ emptied }) => !emptied);
}

/** Notes that these were given to a colleague; nothing else about them changes (P97). */
export async function noteEntrusted(
  db: PersonDb,
  numbers: readonly number[],
  at: string,
): Promise<OutboxRow[]> {
  const noted = await db.write(["outbox"], "relaxed", async (tx) => {
    const outbox = tx.objectStore("outbox");
    const rows = await Promise.all(numbers.map((n) => outbox.get(n)));
    const noted = rows
      .filter((row) => row?.state === "queued")
      .map((row) => ({ ...row, entrusted_at: at }) as StoredRow);
    for (const row of noted) fire(outbox.put(row));
    return noted;
  });
  return openRows(db, noted);
}

/** This device's signing key, made on first use; two tabs agree on one. */
export async function signerOf(db: PersonDb): Promise<KeptSigner> {
  const known = await readMeta(db, "signer");
  if (known) return known;
  const fresh: KeptSigner = { ...(await newSigner()), told: null };
  return db.write(["meta"], "strict", async (tx) => {
    const meta = tx.objectStore("meta");
    const first = await getMeta(meta, "signer");
    if (!first) fire(meta.put(fresh, "signer"));
    return first ?? fresh;
  });
}
