/** Approving many: who is listed and who is left out (pure), and the doing, one review each (M103, M104). */
import type { Projected } from "../../domain/project";
import { registrations, review } from "../../state/registrations";
import { isBeingSettled, type Queued } from "./queue";
import { give, NO_WORDS } from "./verdict";

/** Why somebody is left out: a check's code, or one of these. */
export type LeftOut = "settling" | "again" | "unchecked" | (string & {});
export interface Plan {
  approve: readonly Projected[];
  /** How many for which reason, the most first; each is counted once, by its first reason. */
  left_out: readonly [LeftOut, number][];
}

export function planOf(shown: readonly Queued[]): Plan {
  const reasons = new Map<LeftOut, number>();
  for (const item of shown) {
    if (item.passes) continue;
    const why = reasonOf(item);
    reasons.set(why, (reasons.get(why) ?? 0) + 1);
  }
  return {
    approve: shown.filter((item) => item.passes).map((item) => item.registration),
    left_out: [...reasons].sort((a, b) => b[1] - a[1]),
  };
}

function reasonOf({ registration, checks }: Queued): LeftOut {
  if (isBeingSettled(registration)) return "settling";
  if (registration.stale) return "again";
  return checks.find((check) => !check.ok)?.code ?? "unchecked";
}

export interface Outcome {
  approved: Projected[];
  /** Decided or changed since they were listed. */
  moved: Projected[];
  /** The device's storage refused; what was approved before is safe. */
  stopped: boolean;
}

/** Approves what is still as it was listed; `onStep` hears how many are through. */
export async function approveAll(
  listed: readonly Projected[],
  onStep: (through: number) => void,
): Promise<Outcome> {
  const outcome: Outcome = { approved: [], moved: [], stopped: false };
  for (const one of listed) {
    try {
      const into = (await isAsListed(one)) ? outcome.approved : outcome.moved;
      into.push(one);
    } catch (error) {
      reportError(error);
      return { ...outcome, stopped: true };
    }
    onStep(outcome.approved.length);
  }
  return outcome;
}

async function isAsListed(one: Projected): Promise<boolean> {
  const now = registrations.value.get(one.id);
  if (now?.status !== "submitted" || isBeingSettled(now)) return false;
  return await give(one, "approve", NO_WORDS);
}

/** Each goes back into the queue that still stands approved by these reviews. */
export async function reopenAll(approved: readonly Projected[]): Promise<void> {
  for (const { id } of approved) {
    const now = registrations.value.get(id);
    if (now?.status === "approved" && !now.stale) await review(id, "reopen", {}, null);
  }
}
