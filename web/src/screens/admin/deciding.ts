/** The state of one duplicate page. Choice, what the kept one takes over, credit and consequence are separate things. */
import { useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import type { Choice, UnitName } from "../../domain/types";
import { reopen, resolve } from "../../state/registrations";
import { d } from "../../text/desk";
import { offerUndo } from "../desk/undo";
import {
  broughtOf,
  type ClaimRow,
  claimRows,
  giveable,
  type Taken,
  toggled,
  turned,
} from "./claim-rows";
import type { Duplicate } from "./inbox";
import { brokenRules, reopened } from "./settling";

export interface Deciding {
  rows: readonly ClaimRow[];
  /** The registration to keep, or null. */
  kept: string | null;
  /** Units that may come from another claim, and those that do. */
  giveable: readonly UnitName[];
  taken: Taken;
  two: boolean;
  /** The account that the incentive goes to. */
  credit: string | null;
  reason: string;
  off: string | null;
  keep: (claim: Projected) => void;
  take: (unit: UnitName, from: string) => void;
  /** The same by key: each claim in turn. */
  turn: (unit: UnitName) => void;
  twoPeople: () => void;
  setCredit: (account: string) => void;
  setReason: (reason: string) => void;
  settle: () => void;
}

/** Claims are called A, B, C in the order in which the server received them. */
export function letterOf(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}

interface Answer {
  kept: string | null;
  taken: Taken;
  two: boolean;
  credit: string | null;
  reason: string;
}
const OPEN: Answer = { kept: null, taken: new Map(), two: false, credit: null, reason: "" };

export function useDeciding(duplicate: Duplicate, onDone: () => void): Deciding {
  const [answer, setAnswer] = useState(OPEN);
  const { claims } = duplicate;
  const { kept, taken, reason } = answer;
  const rows = claimRows(claims);
  const off = whyNot(answer, duplicate);
  const change = (part: Partial<Answer>) => setAnswer({ ...answer, ...part });
  return {
    ...answer,
    rows,
    giveable: giveable(
      rows,
      claims.find((claim) => claim.id === kept),
    ),
    off,
    keep: (claim) => setAnswer({ ...OPEN, kept: claim.id, credit: claim.recruiter, reason }),
    take: (unit, from) => change({ taken: toggled(taken, unit, from) }),
    turn: (unit) => kept && change({ taken: turned(taken, unit, { claims, kept }) }),
    twoPeople: () => setAnswer({ ...OPEN, two: true, reason }),
    setCredit: (credit) => change({ credit }),
    setReason: (next) => change({ reason: next }),
    settle: () => void (off === null && settle(answer, duplicate, onDone)),
  };
}

/** On the one that is kept, where one is: what it takes over is about the version of it that was read. */
async function settle(answer: Answer, duplicate: Duplicate, onDone: () => void): Promise<void> {
  const { thread, claims } = duplicate;
  const on = claims.find(({ id }) => id === answer.kept) ?? claims[0];
  const choice = choiceOf(answer, duplicate);
  if (!on || !choice) return;
  const ids = thread.claims ?? [];
  await resolve(on.id, [choice], ids);
  offerUndo({
    of: [on.id],
    deed: d("deed.settled", { name: on.units.name.full_name }),
    undo: () => reopen(on, [reopened(choice)], ids),
  });
  onDone();
}

function choiceOf(
  { kept, taken, two, credit, reason }: Answer,
  { thread, claims }: Duplicate,
): Choice | null {
  const head = { thread: thread.id, moves: thread.moves };
  if (two) return { ...head, choice: "two_people", reason: reason.trim() };
  if (!kept || !credit) return null;
  const set = taken.size > 0 ? broughtOf(taken, claims) : null;
  return { ...head, choice: "keep", keep: kept, credit, set };
}

/** Every claim must be at hand before one of them is closed unseen. */
function whyNot(
  { kept, taken, two, reason }: Answer,
  { thread, claims }: Duplicate,
): string | null {
  if (claims.length < (thread.claims?.length ?? 0)) return d("duplicate.incomplete");
  if (two) return reason.trim() ? null : d("duplicate.reason_needed");
  const one = claims.find(({ id }) => id === kept);
  if (!one) return d("duplicate.choose");
  if (taken.size === 0) return null;
  const broken = brokenRules(one, { ...one.units, ...broughtOf(taken, claims) });
  return broken.length > 0 ? d("conflict.broken", { rules: broken.join("; ") }) : null;
}
