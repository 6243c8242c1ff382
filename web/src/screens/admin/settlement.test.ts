import { expect, test } from "vitest";
import { type ThreeWay, threeWays } from "../../domain/difference";
import type { Proposal, Thread, Units } from "../../domain/types";
import {
  choicesOf,
  merged,
  nextProposal,
  openWays,
  type Pick,
  pickedValue,
  pinned,
  startingValue,
} from "./settlement";

const contact = (phone: string) => ({ phone, email: null });
const units = { contact: contact("+621"), note: { note: "n" } } as Units;
const proposal = (op: string, phone: string): Proposal => ({
  value: contact(phone),
  base: 2,
  was: contact("+620"),
  stamp: { op } as Proposal["stamp"],
});
const thread = {
  id: "t",
  kind: "value",
  unit: "contact",
  moves: 4,
  open: true,
  proposals: [proposal("p1", "+622"), proposal("p2", "+623")],
} as Thread;
const ways = threeWays(units, [thread]);
const way = ways[0] as ThreeWay;
const picked = (pick: Pick) => new Map([["t", pinned(way, pick)]]);

test("nothing is chosen on opening, and the record reads as it stands", () => {
  expect(openWays(ways, new Map())).toEqual([way]);
  expect(merged(units, ways, new Map())).toEqual(units);
  expect(choicesOf(ways, new Map())).toEqual([]);
});

test("a pick puts its whole unit into the result and leaves the others alone", () => {
  const picks = picked({ choice: "proposed", proposal: "p2" });
  expect(merged(units, ways, picks)).toEqual({ contact: contact("+623"), note: { note: "n" } });
  expect(openWays(ways, picks)).toEqual([]);
});

test("a choice names the moves that were seen", () => {
  expect(choicesOf(ways, picked({ choice: "standing" }))).toEqual([
    { thread: "t", moves: 4, choice: "standing" },
  ]);
});

test("a pick falls away when a proposal is added, or when the standing value moves", () => {
  const picks = picked({ choice: "standing" });
  const more = { ...thread, moves: 5 } as Thread;
  expect(openWays(threeWays(units, [more]), picks)).toHaveLength(1);
  const moved = { ...units, contact: contact("+629") };
  expect(choicesOf(threeWays(moved, [thread]), picks)).toEqual([]);
});

test("a proposal that is not in the thread is no answer", () => {
  expect(pickedValue(way, { choice: "proposed", proposal: "gone" })).toBeNull();
});

test("pressing the key of the proposals again goes through them in turn", () => {
  expect(nextProposal(way, undefined)).toBe("p1");
  expect(nextProposal(way, { choice: "proposed", proposal: "p1" })).toBe("p2");
  expect(nextProposal(way, { choice: "proposed", proposal: "p2" })).toBe("p1");
});

test("a third value starts from the side that has the focus", () => {
  expect(startingValue(way, "standing")).toEqual(contact("+621"));
  expect(startingValue(way, 1)).toEqual(contact("+623"));
});
