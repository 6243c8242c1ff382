import type { Correction } from "../domain/correction";
import { fire, type PersonDb } from "./open";
import { openCorrection, sealCorrection } from "./sealing";

/** Resolves once the correction is durable (P150). Throws StoreError, Locked. */
export async function putCorrection(db: PersonDb, correction: Correction): Promise<void> {
  const row = await sealCorrection(db, correction);
  await db.write(["corrections"], "strict", async (tx) => {
    fire(tx.objectStore("corrections").put(row));
  });
}

export function deleteCorrection(db: PersonDb, id: string): Promise<void> {
  return db.write(["corrections"], "strict", (tx) => tx.objectStore("corrections").delete(id));
}

/** All corrections, the last touched first. Throws Locked, Unreadable. */
export async function allCorrections(db: PersonDb): Promise<Correction[]> {
  const rows = await db.read(["corrections"], (tx) => tx.objectStore("corrections").getAll());
  const found = await Promise.all(rows.map((row) => openCorrection(db, row)));
  return found.sort((a, b) => (a.touched_at < b.touched_at ? 1 : -1));
}
