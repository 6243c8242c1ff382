/** Something asked of the server anew when its question changes, and after each contact with it. */
import { useEffect, useState } from "preact/hooks";
import type { Got } from "../../state/approved";
import type { Refused } from "../../state/desk";
import { ran } from "../../state/syncing";

export interface AskedFor<T> {
  /** Null before the first answer to this question; a problem leaves what was there. */
  body: T | null;
  problem: Refused | null;
}

/** `question` names what is asked; only its last answer counts. */
export function useAsked<T>(question: string, ask: () => Promise<Got<T>>): AskedFor<T> {
  const [found, setFound] = useState<AskedFor<T> & { of: string }>({
    of: question,
    body: null,
    problem: null,
  });
  const contact = ran.value;
  useEffect(() => {
    let current = true;
    void ask().then((answer) => {
      if (!current) return;
      setFound((before) =>
        answer.kind === "ok"
          ? { of: question, body: answer.body, problem: null }
          : {
              of: question,
              body: before.of === question ? before.body : null,
              problem: answer.kind,
            },
      );
    });
    return () => {
      current = false;
    };
  }, [question, contact]);
  return found.of === question ? found : { body: null, problem: null };
}
