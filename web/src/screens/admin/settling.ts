/** The state of one conflict page: what is picked, what is being typed, and whether it may be settled. */
import { useMemo, useState } from "preact/hooks";
import { type ThreeWay, threeWays } from "../../domain/difference";
import { localDay } from "../../domain/format";
import type { Projected } from "../../domain/project";
import { problemsOf } from "../../domain/rules";
import { sameValue } from "../../domain/same";
import type { Choice, Units } from "../../domain/types";
import { reopen, resolve } from "../../state/registrations";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { problemWords } from "../desk/problems";
import { offerUndo } from "../desk/undo";
import {
  choicesOf,
  merged,
  nextProposal,
  openWays,
  type Pick,
  type Picks,
  pickOf,
  pinned,
  type SideName,
  startingValue,
} from "./settlement";
import { canBeTyped, meantBy, type Typed, typedOf } from "./typed";

export interface Settling {
  ways: readonly ThreeWay[];
  picks: Picks;
  /** Typed text of the units with a third value, by thread. */
  typed: ReadonlyMap<string, Typed>;
  open: readonly ThreeWay[];
  /** The registration with the picks so far. */
  result: Units;
  /** Broken rules in words; they block settling. */
  broken: readonly string[];
  off: string | null;
  pickStanding: (way: ThreeWay) => void;
  pickProposed: (way: ThreeWay, op: string | null) => void;
  startTyping: (way: ThreeWay, side: SideName) => void;
  type: (way: ThreeWay, typed: Typed) => void;
  settle: () => void;
}

export function useSettling(registration: Projected, onDone: () => void): Settling {
  const [picks, setPicks] = useState<Picks>(new Map());
  const [typed, setTyped] = useState<ReadonlyMap<string, Typed>>(new Map());
  const { units, threads } = registration;
  const ways = useMemo(() => threeWays(units, threads), [units, threads]);
  const open = openWays(ways, picks);
  const result = merged(units, ways, picks);
  const broken = brokenRules(registration, result);
  const off =
    open.length > 0
      ? d("conflict.not_chosen", { n: open.length })
      : broken.length > 0
        ? d("conflict.broken", { rules: broken.join("; ") })
        : null;

  function pick(way: ThreeWay, choice: Pick) {
    setPicks(new Map(picks).set(way.thread.id, pinned(way, choice)));
  }
  function stopTyping(way: ThreeWay) {
    const rest = new Map(typed);
    rest.delete(way.thread.id);
    setTyped(rest);
  }
  function type(way: ThreeWay, text: Typed) {
    setTyped(new Map(typed).set(way.thread.id, text));
    pick(way, { choice: "value", value: meantBy(way.unit, text, result) });
  }
  async function settle() {
    if (off) return;
    const choices = choicesOf(ways, picks);
    await resolve(registration.id, choices, []);
    offerUndo({
      of: [registration.id],
      deed: d("deed.settled", { name: units.name.full_name }),
      undo: () => reopen(registration, choices.map(reopened), []),
    });
    onDone();
  }
  return {
    ways,
    picks,
    typed,
    open,
    result,
    broken,
    off,
    pickStanding: (way) => {
      stopTyping(way);
      pick(way, { choice: "standing" });
    },
    pickProposed: (way, op) => {
      const proposal = op ?? nextProposal(way, pickOf(way, picks));
      if (proposal === null) return;
      stopTyping(way);
      pick(way, { choice: "proposed", proposal });
    },
    startTyping: (way, side) => {
      if (canBeTyped(way.unit)) type(way, typedOf(way.unit, startingValue(way, side)));
    },
    type,
    settle: () => void settle(),
  };
}

/** Undoing a settlement: settling moved each thread by one, and that is what was seen. */
export function reopened(choice: Choice): Choice {
  return { thread: choice.thread, moves: choice.moves + 1, choice: "reopen" };
}

/** The hard rules that a registration would break with these units, in words. */
export type Broken = (registration: Projected, result: Units) => readonly string[];

/** The server judges ages by the day of capture, and a photo only where one is written (M87); so does the preview. */
export const brokenRules: Broken = (registration, result) => {
  const settings = person.value?.me.settings;
  if (!settings) return [];
  const { photo, ...others } = result;
  const judged = sameValue(photo, registration.units.photo) ? others : result;
  return problemsOf(judged, localDay(new Date(registration.captured_at)), settings).map(
    problemWords,
  );
};
