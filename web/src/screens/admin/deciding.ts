/** The state of one duplicate page. Choice, credit and consequence are three separate things. */
import { useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import type { Choice } from "../../domain/types";
import { reopen, resolve } from "../../state/registrations";
import { d } from "../../text/desk";
import { offerUndo } from "../desk/undo";
import type { Duplicate } from "./inbox";
import { reopened } from "./settling";

export interface Deciding {
  /** The registration to keep, or null. */
  kept: string | null;
  two: boolean;
  /** The account that the incentive goes to. */
  credit: string | null;
  reason: string;
  off: string | null;
  keep: (claim: Projected) => void;
  twoPeople: () => void;
  setCredit: (account: string) => void;
  setReason: (reason: string) => void;
  settle: () => void;
}

/** Claims are called A, B, C in the order in which the server received them. */
export function letterOf(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}

export function useDeciding(duplicate: Duplicate, onDone: () => void): Deciding {
  const [kept, setKept] = useState<string | null>(null);
  const [two, setTwo] = useState(false);
  const [credit, setCredit] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const { thread, claims } = duplicate;
  const off = whyNot({ kept, two, credit, reason }, duplicate);

  async function settle() {
    const first = claims[0];
    const choice = choiceOf({ kept, two, credit, reason }, duplicate);
    if (off || !first || !choice) return;
    const ids = thread.claims ?? [];
    await resolve(first.id, [choice], ids);
    offerUndo({
      of: [first.id],
      deed: d("deed.settled", { name: first.units.name.full_name }),
      undo: () => reopen(first, [reopened(choice)], ids),
    });
    onDone();
  }
  return {
    kept,
    two,
    credit,
    reason,
    off,
    keep: (claim) => {
      setKept(claim.id);
      setTwo(false);
      setCredit(claim.recruiter);
    },
    twoPeople: () => {
      setKept(null);
      setCredit(null);
      setTwo(true);
    },
    setCredit,
    setReason,
    settle: () => void settle(),
  };
}

type Answer = Pick<Deciding, "kept" | "two" | "credit" | "reason">;

function choiceOf({ kept, two, credit, reason }: Answer, { thread }: Duplicate): Choice | null {
  const head = { thread: thread.id, moves: thread.moves };
  if (two) return { ...head, choice: "two_people", reason: reason.trim() };
  if (kept && credit) return { ...head, choice: "keep", keep: kept, credit };
  return null;
}

/** Every claim must be at hand before one of them is closed unseen. */
function whyNot(answer: Answer, { thread, claims }: Duplicate): string | null {
  if (claims.length < (thread.claims?.length ?? 0)) return d("duplicate.incomplete");
  if (answer.two) return answer.reason.trim() ? null : d("duplicate.reason_needed");
  return answer.kept ? null : d("duplicate.choose");
}
