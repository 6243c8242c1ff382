/**
 * Giving a verdict about exactly what was on the screen, and remembering what that was.
 *
 * A verdict names the version that was read (I10). The projection may move under an open page, so the
 * registration as it was drawn is passed in and compared with the newest one before anything is said.
 */
import { effect } from "@preact/signals";
import type { Projected } from "../../domain/project";
import type { Units, Verdict } from "../../domain/types";
import { registrations, review } from "../../state/registrations";
import { d } from "../../text/desk";
import { offerUndo } from "../desk/undo";

export interface ReadCopy {
  version: number;
  units: Units;
}
export interface Words {
  remarks: Record<string, string>;
  message: string | null;
}
export const NO_WORDS: Words = { remarks: {}, message: null };

/** What was read when a verdict was given; only in memory, since the replica holds the newest alone. */
const readCopies = new Map<string, ReadCopy & { verdict: Verdict }>();

/** Who has left this desk, or was erased, is in its memory no more (P145). */
effect(() => {
  for (const id of readCopies.keys()) if (!registrations.value.has(id)) readCopies.delete(id);
});

export function copyRead(id: string): (ReadCopy & { verdict: Verdict }) | null {
  return readCopies.get(id) ?? null;
}

export function copyOf(registration: Projected): ReadCopy {
  return { version: registration.base, units: registration.units };
}

/** Give a verdict; false when the registration moved between drawing and deciding. */
export async function give(drawn: Projected, verdict: Verdict, words: Words): Promise<boolean> {
  if (registrations.value.get(drawn.id)?.base !== drawn.base) return false;
  readCopies.set(drawn.id, { ...copyOf(drawn), verdict });
  await review(drawn.id, verdict, words.remarks, words.message);
  return true;
}

/** Give a verdict that can be undone; false as above. */
export async function decide(drawn: Projected, verdict: Verdict, words: Words): Promise<boolean> {
  if (!(await give(drawn, verdict, words))) return false;
  if (verdict !== "reopen") {
    offerUndo({
      of: [drawn.id],
      deed: d(`deed.${verdict}`, { name: drawn.units.name.full_name }),
      undo: () => review(drawn.id, "reopen", {}, null),
    });
  }
  return true;
}
