/** How a recruiter's month stands. Pure. */
import { type Estimate, estimate } from "../../domain/incentive";
import type { Projected } from "../../domain/project";
import type { Status } from "../../domain/types";

export interface Month {
  approved: number;
  in_review: number;
  on_phone: number;
  all: number;
  /** Null on a day before the first incentive rule. */
  estimate: Estimate | null;
}
const OVER: readonly Status[] = ["rejected", "withdrawn"];
const APPROVED: readonly Status[] = ["approved", "code_issued", "paid", "registered"];

/** Those signed up by `account` in the month of `today` that still can become members. */
export function monthOf(all: Iterable<Projected>, account: string, today: string): Month {
  const [from, to] = monthAround(today);
  const mine: Projected[] = [];
  for (const one of all) {
    if (one.captured_at < from || one.captured_at >= to || OVER.includes(one.status)) continue;
    if ((one.entry?.credit ?? one.recruiter) === account) mine.push(one);
  }
  const approved = mine.filter((one) => APPROVED.includes(one.status)).length;
  const onPhone = mine.filter((one) => one.entry === null).length;
  return {
    approved,
    in_review: mine.length - approved - onPhone,
    on_phone: onPhone,
    all: mine.length,
    estimate: estimated(mine, today),
  };
}

function estimated(mine: readonly Projected[], on: string): Estimate | null {
  const members = mine.map(({ units: { contribution } }) => ({
    programmes: contribution.programmes.length,
    paid_total: contribution.quote_total,
  }));
  try {
    return estimate({ members, on });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The local month of a day as moments on the wire, the second one no longer in it. */
function monthAround(today: string): [string, string] {
  const [year = 0, month = 0] = today.split("-").map(Number);
  return [new Date(year, month - 1, 1).toISOString(), new Date(year, month, 1).toISOString()];
}

/** The same of a local day. */
export function dayAround(today: string): [string, string] {
  const [year = 0, month = 0, day = 0] = today.split("-").map(Number);
  const at = (d: number) => new Date(year, month - 1, d).toISOString();
  return [at(day), at(day + 1)];
}

/** Days left in the month after `today`. */
export function daysLeft(today: string): number {
  const [year, month, day] = today.split("-").map(Number);
  return new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate() - (day ?? 0);
}
