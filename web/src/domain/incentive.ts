/** What a recruiter may earn in a month: an estimate; the twin of server/domain/incentive.py. */
import data from "../../../server/domain/data/incentive.json";

export interface Member {
  /** How many programmes. */
  programmes: number;
  /** Rupiah that the member pays. */
  paid_total: number;
}
export interface Estimate {
  acquisition: number;
  fees: number;
  total: number;
  /** The scheme's name. */
  rule: string;
}

type Scheme = (typeof data.schemes)[number];

/** Estimates by the newest scheme of the day (`YYYY-MM-DD`). Throws for a day before the first. */
export function estimate(asked: { members: readonly Member[]; on: string }): Estimate {
  const scheme = newest(knownOn(asked.on));
  if (scheme === undefined) throw new RangeError(`no incentive scheme on ${asked.on}`);
  const reached = asked.members.length >= scheme.threshold;
  const acquisition = reached ? acquisitionOf(scheme, asked.members) : 0;
  const paid = asked.members.reduce((total, member) => total + member.paid_total, 0);
  const fees = Math.floor((paid * (scheme.fee_permille[0]?.permille ?? 0)) / 1000);
  return { acquisition, fees, total: acquisition + fees, rule: scheme.rule };
}

/** The member counts a month at which some scheme known by that day begins to pay. */
export function thresholds(on: string): number[] {
  return [...new Set(knownOn(on).map((scheme) => scheme.threshold))].sort((a, b) => a - b);
}

function knownOn(day: string): Scheme[] {
  return data.schemes.filter((scheme) => scheme.valid_from <= day);
}

function newest(schemes: readonly Scheme[]): Scheme | undefined {
  return [...schemes].sort((a, b) => (a.valid_from < b.valid_from ? 1 : -1))[0];
}

function acquisitionOf(scheme: Scheme, members: readonly Member[]): number {
  const each: Record<string, number | undefined> = scheme.acquisition.per_member;
  const perMember = members.map((member) => each[String(member.programmes)] ?? 0);
  return perMember.reduce((total, reward) => total + reward, scheme.acquisition.per_month);
}
