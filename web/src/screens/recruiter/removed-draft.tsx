/** Deleting a draft asks nothing: it can be undone for ten seconds. */
import { signal } from "@preact/signals";
import type { Draft } from "../../domain/draft";
import { keepDraft, removeDraft } from "../../state/drafts";
import { releasePhotos } from "../../state/photos";
import { t } from "../../text";
import { Undo } from "../../ui/undo";

const removed = signal<Draft | null>(null);

export async function deleteDraft(draft: Draft): Promise<void> {
  await removeDraft(draft.id);
  removed.value = draft;
}

export function UndoRemoved() {
  const draft = removed.value;
  if (draft === null) return null;
  return (
    <Undo
      deed={t("draft.deleted")}
      onUndo={() => {
        removed.value = null;
        void keepDraft(draft);
      }}
      onGone={forget}
    />
  );
}

function forget(): void {
  if (removed.value) void releasePhotos(removed.value.id);
  removed.value = null;
}
