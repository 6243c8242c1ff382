import { beforeEach, expect, test } from "vitest";
import type { Projected } from "../../domain/project";
import type { Entry, Proposal, Thread, UnitName } from "../../domain/types";
import { apply, clear } from "../../state/picture";
import type { ReplicaRow } from "../../store/schema";
import { ALL, passes, waitedOf } from "./facets";
import { conflictFacets } from "./inbox";
import { alikeTo, planSame, settleSame } from "./same-choice";

beforeEach(clear);

const whole = () => [];
const contact = (phone: string) => ({ phone, email: null });

function thread(id: string, said: Partial<Thread> & { device?: string } = {}): Thread {
  const { device = "d1", ...rest } = said;
  const proposal = {
    value: contact(`+622${id}`),
    base: 1,
    was: contact("+620"),
    stamp: { op: `op-${id}`, device } as Proposal["stamp"],
  };
  return {
    id: `t-${id}`,
    kind: "value",
    unit: "contact" as UnitName,
    moves: 1,
    open: true,
    opened_at: "2026-11-20T01:00:00.000Z",
    proposals: [proposal],
    ...rest,
  } as Thread;
}

function asked(id: string, threads: Thread[] = [thread(id)]): Projected {
  const units = { contact: contact(`+621${id}`), note: { note: null } };
  return { id, clinic: "c1", threads, units, base: 3, stale: null } as unknown as Projected;
}

const ids = (of: readonly { registration: Projected }[]) => of.map((one) => one.registration.id);

test("M105 alike is one kind, one unit, one device, and no other open question", () => {
  const here = asked("a");
  const inbox = [
    asked("b"),
    here,
    asked("c", [thread("c", { device: "d2" })]),
    asked("d", [thread("d", { kind: "after_approval" })]),
    asked("e", [thread("e"), thread("x", { unit: "note" as UnitName })]),
    asked("f", [thread("f"), thread("y", { open: false })]),
    asked("g", [
      thread("g", {
        proposals: [...(thread("g").proposals ?? []), ...(thread("h").proposals ?? [])],
      }),
    ]),
    asked("i", [thread("i"), thread("z", { kind: "duplicate", unit: null })]),
  ];
  expect(ids(alikeTo(here, inbox))).toEqual(["a", "b", "f"]);
  expect(alikeTo(inbox[4] as Projected, inbox)).toEqual([]);
});

test("M105 each is settled by its own choice with the moves that were listed", () => {
  const inbox = [asked("a"), asked("b", [thread("b", { moves: 4 })])];
  const plan = planSame(alikeTo(inbox[0] as Projected, inbox), "proposed", whole);
  expect(plan.take.map((one) => one.choices)).toEqual([
    [{ thread: "t-a", moves: 1, choice: "proposed", proposal: "op-a" }],
    [{ thread: "t-b", moves: 4, choice: "proposed", proposal: "op-b" }],
  ]);
  expect(plan.take.map((one) => [one.before, one.after])).toEqual([
    [contact("+621a"), contact("+622a")],
    [contact("+621b"), contact("+622b")],
  ]);
});

test("M105 what would break a rule is left out and named", () => {
  const inbox = [asked("a"), asked("b"), asked("c")];
  const plan = planSame(alikeTo(inbox[0] as Projected, inbox), "standing", ({ id }) =>
    id === "b" ? ["usia"] : [],
  );
  expect(ids(plan.take)).toEqual(["a", "c"]);
  expect(plan.left_out).toEqual([{ registration: inbox[1], broken: ["usia"] }]);
  expect(plan.take[0]?.choices).toEqual([{ thread: "t-a", moves: 1, choice: "standing" }]);
});

test("the inbox by kind, clinic and how long it has waited", () => {
  const now = Date.parse("2026-11-22T01:00:00.000Z");
  const old = asked("a", [thread("a", { opened_at: "2026-11-10T01:00:00.000Z" })]);
  const late = asked("b", [thread("b", { kind: "after_approval" })]);
  const today = asked("c", [thread("c", { opened_at: "2026-11-22T00:00:00.000Z" })]);
  const all = [old, late, { ...today, clinic: "c2" }];
  expect(all.map((r) => waitedOf(conflictFacets(r), now))).toEqual(["longer", "three", "day"]);
  const kept = (filter: object) =>
    all.filter((r) => passes(conflictFacets(r), { ...ALL, ...filter }, now)).map((r) => r.id);
  expect(kept({ kind: "after_approval" })).toEqual(["b"]);
  expect(kept({ clinic: "c2" })).toEqual(["c"]);
  expect(kept({ waited: "longer" })).toEqual(["a"]);
  expect(kept({})).toEqual(["a", "b", "c"]);
});

/** What the server told of it, at this version. */
function told(of: Projected, version: number) {
  const entry = { ...of, registration: of.id, version, history: [], status: "submitted" };
  const row = { registration: of.id, entry: entry as unknown as Entry } as ReplicaRow;
  apply({ entries: new Map([[of.id, row]]), rows: new Map() });
}

test("M105 what moved since it was listed is left out and named, and nothing is written", async () => {
  const inbox = [asked("a"), asked("b", [thread("b", { moves: 2 })]), asked("c")];
  const plan = planSame(alikeTo(inbox[0] as Projected, inbox), "proposed", whole);
  told(inbox[0] as Projected, 4); // another version than was listed
  told(asked("b", [thread("b", { moves: 3 })]), 3); // another proposal came in; c is gone
  const { done, moved } = await settleSame(plan.take);
  expect([done, ids(moved)]).toEqual([[], ["a", "b", "c"]]);
});
