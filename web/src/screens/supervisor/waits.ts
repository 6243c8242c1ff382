/** How long people waited for a verdict, from the history that the server tells. Pure. */
import type { Projected } from "../../domain/project";
import { type Period, startOf } from "./periods";
import { dayOf } from "./queue";

/** A verdict and what was waited for it, both by the server's clock. */
export interface Waited {
  at: string;
  ms: number;
}

const VERDICTS: readonly string[] = ["approve", "return", "reject"];

/**
 * Each verdict that stands: from when the registration came in or was sent again until it was given. What an admin had
 * to settle in between is no wait for the supervisor, and a verdict that was undone is none at all.
 */
export function waits({ entry }: Projected): Waited[] {
  const found: { since: string; at: string }[] = [];
  let since: string | null = entry?.received_at ?? null;
  let again = "resolve";
  for (const { what, at } of entry?.history ?? []) {
    if (VERDICTS.includes(what)) {
      if (since !== null) found.push({ since, at });
      since = null;
      again = what === "return" ? "amend" : "resolve";
    } else if (what === "reopen") since = found.pop()?.since ?? at;
    else if (what === again) since ??= at;
  }
  return found.map((one) => ({ at: one.at, ms: Date.parse(one.at) - Date.parse(one.since) }));
}

/** Of the verdicts in the period that today is in: how many, and the middle of their waits; null where there is none. */
export function medianWait(
  all: readonly Projected[],
  today: string,
  period: Period,
): { n: number; ms: number } | null {
  const now = startOf(today, period);
  const ms = all
    .flatMap(waits)
    .filter(({ at }) => startOf(dayOf(at), period) === now)
    .map((one) => one.ms)
    .sort((a, b) => a - b);
  const [low, high] = [ms[(ms.length - 1) >> 1], ms[ms.length >> 1]];
  return low === undefined || high === undefined ? null : { n: ms.length, ms: (low + high) / 2 };
}
