import type { Draft } from "../domain/draft";
import { fire, type PersonDb } from "./open";
import { openDraft, sealDraft } from "./sealing";

/**
 * Resolves once the draft is durable; false where it has become a registration already, since the last
 * keystrokes may arrive after its save, and it stays gone. Throws StoreError, Locked.
 */
export async function putDraft(db: PersonDb, draft: Draft): Promise<boolean> {
  const row = await sealDraft(db, draft);
  return db.write(["drafts", "outbox"], "strict", async (tx) => {
    const saved = await tx.objectStore("outbox").index("registration").count(draft.id);
    if (saved === 0) fire(tx.objectStore("drafts").put(row));
    return saved === 0;
  });
}

export function deleteDraft(db: PersonDb, id: string): Promise<void> {
  return db.write(["drafts"], "strict", (tx) => tx.objectStore("drafts").delete(id));
}

/** All drafts, the last touched first. Throws Locked, Unreadable. */
export async function allDrafts(db: PersonDb): Promise<Draft[]> {
  const rows = await db.read(["drafts"], (tx) => tx.objectStore("drafts").getAll());
  const drafts = await Promise.all(rows.map((row) => openDraft(db, row)));
  return drafts.sort((a, b) => (a.touched_at < b.touched_at ? 1 : -1));
}
