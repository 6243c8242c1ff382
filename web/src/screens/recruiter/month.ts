/** How a recruiter's month stands. Pure. */
import { localDay } from "../../domain/format";
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
  const mine = [...all].filter(
    (one) =>
      (one.entry?.credit ?? one.recruiter) === account &&
      localDay(new Date(one.captured_at)).startsWith(today.slice(0, 7)) &&
      !OVER.includes(one.status),
  );
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

/** Days left in the month after `today`. */
export function daysLeft(today: string): number {
  const [year, month, day] = today.split("-").map(Number);
  return new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate() - (day ?? 0);
}
