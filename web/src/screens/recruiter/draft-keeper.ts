/** A sign-up's draft as its steps see it. */
import type { Draft } from "../../domain/draft";
import { drafts, keepDraft } from "../../state/drafts";
import { today } from "../../state/registrations";
import { changed, type Patch } from "./form";
import { type Kept, useWriter, Writer } from "./writer";

export interface Keeper {
  draft: Draft;
  kept: Kept;
  /** Changes fields and what follows from them. */
  set: (patch: Patch) => void;
  /** Changes the draft beside its fields. */
  put: (part: Partial<Pick<Draft, "consent" | "step" | "clinic">>) => void;
  /** Writes at once; resolves when the newest change is durable. */
  keep: () => Promise<void>;
}

/** The keeper of one draft, or null where there is none of that id. */
export function useKeeper(id: string): Keeper | null {
  const writer = useWriter(id, (tell) => {
    const draft = drafts.peek().find((each) => each.id === id);
    return draft ? new Writer(draft, keepDraft, tell) : null;
  });
  if (writer === null) return null;
  return {
    draft: writer.now,
    kept: writer.kept,
    set: (patch) => writer.change({ fields: changed(writer.now.fields, patch, today.peek()) }),
    put: (part) => writer.change(part),
    keep: () => writer.keep(),
  };
}
