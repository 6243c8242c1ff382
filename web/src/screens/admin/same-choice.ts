/** The same choice for many conflicts that are alike (M105): which they are, what would be taken, and the doing. */
import { isConflict, type ThreeWay, threeWays } from "../../domain/difference";
import type { Projected } from "../../domain/project";
import type { Choice, UnitValue } from "../../domain/types";
import { registrations, reopen, resolve } from "../../state/registrations";
import { choicesOf, merged, type Pick, pickedValue, pinned } from "./settlement";
import { type Broken, reopened } from "./settling";

export type Side = "standing" | "proposed";
export interface One {
  registration: Projected;
  way: ThreeWay;
}
export interface Planned {
  registration: Projected;
  choices: Choice[];
  /** What stands now, and what will. */
  before: UnitValue;
  after: UnitValue;
}
export interface SamePlan {
  take: readonly Planned[];
  /** Whole registrations that would break a hard rule, with the rules in words. */
  left_out: readonly { registration: Projected; broken: readonly string[] }[];
}

/** The one question of a registration that has a single one, about a single proposal. */
function onlyWay(registration: Projected): ThreeWay | null {
  const open = registration.threads.filter((thread) => thread.open);
  const [thread] = open;
  if (open.length !== 1 || !thread || !isConflict(thread)) return null;
  const [way] = threeWays(registration.units, open);
  return way?.proposed.length === 1 && !registration.stale ? way : null;
}

function keyOf({ thread, unit, proposed }: ThreeWay): string {
  return `${thread.kind} ${unit} ${proposed[0]?.proposal.stamp.device}`;
}

/** This registration's conflict and all that are alike, this one first; empty where it has more than one. */
export function alikeTo(registration: Projected, inbox: readonly Projected[]): One[] {
  const way = onlyWay(registration);
  if (!way) return [];
  const others = inbox.flatMap((other): One[] => {
    const found = other.id === registration.id ? null : onlyWay(other);
    return found && keyOf(found) === keyOf(way) ? [{ registration: other, way: found }] : [];
  });
  return [{ registration, way }, ...others];
}

/** What taking one side everywhere would do, without doing it. */
export function planSame(alike: readonly One[], side: Side, brokenRules: Broken): SamePlan {
  const take: Planned[] = [];
  const left_out: { registration: Projected; broken: readonly string[] }[] = [];
  for (const { registration, way } of alike) {
    const pick = pickFor(way, side);
    const picks = new Map([[way.thread.id, pinned(way, pick)]]);
    const broken = brokenRules(registration, merged(registration.units, [way], picks));
    const after = pickedValue(way, pick);
    if (broken.length > 0 || after === null) left_out.push({ registration, broken });
    else {
      const choices = choicesOf([way], picks);
      take.push({ registration, choices, before: way.standing.value, after });
    }
  }
  return { take, left_out };
}

function pickFor(way: ThreeWay, side: Side): Pick {
  const proposal = way.proposed[0]?.proposal.stamp.op;
  return side === "standing" || proposal === undefined
    ? { choice: "standing" }
    : { choice: "proposed", proposal };
}

export interface Settled {
  done: readonly Planned[];
  moved: readonly Planned[];
}

/** Settles each that is still as it was listed. Throws StoreError; what was settled before it stays so. */
export async function settleSame(planned: readonly Planned[]): Promise<Settled> {
  const settled = { done: [] as Planned[], moved: [] as Planned[] };
  for (const one of planned) {
    if (!isAsListed(one)) settled.moved.push(one);
    else {
      await resolve(one.registration.id, one.choices, []);
      settled.done.push(one);
    }
  }
  return settled;
}

function isAsListed({ registration, choices }: Planned): boolean {
  const now = registrations.value.get(registration.id);
  if (!now || now.base !== registration.base) return false;
  return choices.every(({ thread, moves }) =>
    now.threads.some((asked) => asked.id === thread && asked.open && asked.moves === moves),
  );
}

/** Undoes them all: each question is asked anew. */
export async function reopenSame(done: readonly Planned[]): Promise<void> {
  for (const { registration, choices } of done) {
    await reopen(registration, choices.map(reopened), []);
  }
}
