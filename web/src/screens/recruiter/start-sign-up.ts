import { newDraft } from "../../state/drafts";
import { useLocation } from "../../ui/router";
import type { Fields } from "./form";
import { stepPath } from "./steps";

/** Begins a sign-up: the draft is on the phone before its first step is shown. */
export function useNewSignUp(fields: Fields = {}): () => void {
  const { route } = useLocation();
  return () => void newDraft(fields).then((draft) => route(stepPath(draft.id, 1)));
}
