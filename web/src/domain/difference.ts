/**
 * What differs between base, standing and proposed, field by field.
 *
 * For display only: whether two edits clash is the server's to say (docs/merge.md). Differences are
 * marked against the base alone, never side against side, so that each side shows what its author did.
 */
import { sameValue } from "./same";
import type { Entry, Proposal, Thread, ThreadKind, UnitName, Units, UnitValue } from "./types";

export interface Side {
  value: UnitValue;
  /** Names of the fields that differ from what its author had seen; none when that is not known. */
  changed: ReadonlySet<string>;
}
/** An open question on one unit; a duplicate is about whole registrations. */
export type Conflict = Thread & { unit: UnitName; kind: Exclude<ThreadKind, "duplicate"> };
export interface ThreeWay {
  thread: Conflict;
  unit: UnitName;
  base: UnitValue | null;
  /** The version that the first proposal's author had seen. */
  base_version: number;
  standing: Side;
  proposed: (Side & { proposal: Proposal })[];
}

/** The order in which units are read on every desk. */
export const UNIT_ORDER: readonly UnitName[] = [
  "identity",
  "name",
  "contact",
  "address",
  "work",
  "contribution",
  "heirs",
  "note",
  "photo",
];

/** Fields of `after` whose value is not that of `before`, in the unit's own order. */
export function changedFields(before: UnitValue | null, after: UnitValue): string[] {
  const old = before as Record<string, unknown> | null;
  return Object.entries(after)
    .filter(([field, value]) => old === null || !sameValue(old[field], value))
    .map(([field]) => field);
}

/** Units that the server's history names as changed after `version`, for when the copy that was read is gone. */
export function unitsSince(history: Entry["history"], version: number): UnitName[] {
  const named = new Set(
    history
      .filter((event) => event.what === "amend" && event.version > version)
      .flatMap((event) => (event.detail ?? "").split(/[\s,]+/)),
  );
  return UNIT_ORDER.filter((unit) => named.has(unit));
}

/** The open questions on single units, each laid out as base, standing and what was proposed. */
export function threeWays(units: Units, threads: readonly Thread[]): ThreeWay[] {
  return threads
    .filter(isConflict)
    .map((thread) => threeWay(units, thread))
    .sort((a, b) => UNIT_ORDER.indexOf(a.unit) - UNIT_ORDER.indexOf(b.unit));
}

export function isConflict(thread: Thread): thread is Conflict {
  return thread.open && thread.unit !== null && thread.kind !== "duplicate";
}

function threeWay(units: Units, thread: Conflict): ThreeWay {
  const { unit } = thread;
  const proposals = thread.proposals ?? [];
  const base = proposals[0]?.was ?? null;
  const side = (value: UnitValue, seen: UnitValue | null): Side => ({
    value,
    changed: new Set(seen === null ? [] : changedFields(seen, value)),
  });
  return {
    thread,
    unit,
    base,
    base_version: proposals[0]?.base ?? 0,
    standing: side(units[unit], base),
    proposed: proposals.map((proposal) => ({
      proposal,
      ...side(proposal.value, proposal.was ?? base),
    })),
  };
}

/** Units without an open question: equal for everyone, shown quietly. */
export function quietUnits(ways: readonly ThreeWay[]): UnitName[] {
  const asked = new Set(ways.map((way) => way.unit));
  return UNIT_ORDER.filter((unit) => !asked.has(unit));
}
