/** An admin's picks on one registration, and what the registration would be with them. Pure. */
import type { ThreeWay } from "../../domain/difference";
import { sameValue } from "../../domain/same";
import type { Choice, Thread, UnitName, Units, UnitValue } from "../../domain/types";

export type Pick =
  | { choice: "standing" }
  | { choice: "proposed"; proposal: string }
  | { choice: "value"; value: UnitValue };
/** A pick and what it was about: it falls away when the question or the standing value moves under it. */
export interface Pinned {
  pick: Pick;
  moves: number;
  standing: UnitValue;
}
/** By thread id. */
export type Picks = ReadonlyMap<string, Pinned>;

export type SideName = "standing" | number;

export function pinned(way: ThreeWay, pick: Pick): Pinned {
  return { pick, moves: way.thread.moves, standing: way.standing.value };
}

/** The pick of a unit, as long as it is about what is shown now. */
export function pickOf(way: ThreeWay, picks: Picks): Pick | undefined {
  const found = picks.get(way.thread.id);
  const holds = found?.moves === way.thread.moves && sameValue(found.standing, way.standing.value);
  return holds ? found.pick : undefined;
}

/** The value that a pick puts into its unit, or null while nothing is picked. */
export function pickedValue(way: ThreeWay, pick: Pick | undefined): UnitValue | null {
  switch (pick?.choice) {
    case undefined:
      return null;
    case "standing":
      return way.standing.value;
    case "proposed":
      return way.proposed.find((p) => p.proposal.stamp.op === pick.proposal)?.value ?? null;
    case "value":
      return pick.value;
  }
}

/** The registration as it would read: picked units replaced, the rest as it stands. */
export function merged(units: Units, ways: readonly ThreeWay[], picks: Picks): Units {
  const result: Record<UnitName, UnitValue> = { ...units };
  for (const way of ways) {
    const value = pickedValue(way, pickOf(way, picks));
    if (value !== null) result[way.unit] = value;
  }
  return result as unknown as Units;
}

export function openWays(ways: readonly ThreeWay[], picks: Picks): ThreeWay[] {
  return ways.filter((way) => pickedValue(way, pickOf(way, picks)) === null);
}

/** The wire's choices. `moves` is what the admin saw, so that a later proposal is never answered unseen. */
export function choicesOf(ways: readonly ThreeWay[], picks: Picks): Choice[] {
  return ways.flatMap((way): Choice[] => {
    const pick = pickOf(way, picks);
    return pick ? [{ thread: way.thread.id, moves: way.thread.moves, ...pick }] : [];
  });
}

/** Where a third value starts: from the side that has the focus. */
export function startingValue(way: ThreeWay, side: SideName): UnitValue {
  return side === "standing"
    ? way.standing.value
    : (way.proposed[side]?.value ?? way.standing.value);
}

/** The next proposal to pick when "proposed" is pressed: the first, then each in turn. */
export function nextProposal(way: ThreeWay, pick: Pick | undefined): string | null {
  const ops = way.proposed.map((p) => p.proposal.stamp.op);
  const now = pick?.choice === "proposed" ? ops.indexOf(pick.proposal) : -1;
  return ops[(now + 1) % ops.length] ?? null;
}

export const isDuplicate = (thread: Thread): boolean => thread.open && thread.kind === "duplicate";
