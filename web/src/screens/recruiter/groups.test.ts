import { expect, test } from "vitest";
import type { Correction } from "../../domain/correction";
import type { Draft } from "../../domain/draft";
import type { Projected } from "../../domain/project";
import type { Chip } from "../../domain/status";
import { countsOf, groupsOf, narrowed } from "./groups";

function one(id: string, chip: Chip, more: Partial<Projected> = {}): Projected {
  return {
    id,
    chip,
    captured_at: `2026-11-${id}T03:00:00.000Z`,
    pending: [],
    units: { identity: { nik: `32750147088400${id}` }, name: { full_name: `Orang ${id}` } },
    ...more,
  } as unknown as Projected;
}
const draft = { id: "d", touched_at: "2026-11-20T03:00:00.000Z", fields: {} } as Draft;
const unsent = [{ state: "queued" }] as Projected["pending"];
const all = [
  one("01", "registered"),
  one("02", "returned"),
  one("03", "with_supervisor"),
  one("04", "on_phone", { pending: unsent }),
];
const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);

test("what needs me first, then what is under way, then what is done; the newest first", () => {
  const groups = groupsOf(all, [draft]);
  expect(idsOf(groups.needs_you)).toEqual(["d", "02"]);
  expect(idsOf(groups.under_way)).toEqual(["04", "03"]);
  expect(idsOf(groups.done)).toEqual(["01"]);
});

test("P150: what is being corrected needs me, also where its registration is not here any more", () => {
  const typed = (id: string) =>
    ({ id, touched_at: "2026-11-01T03:00:00.000Z", fields: { full_name: "Siti" } }) as Correction;
  const groups = groupsOf(all, [], [typed("01"), typed("09")]);
  expect(groups.needs_you.map(({ id, kind }) => [id, kind])).toEqual([
    ["02", "registration"],
    ["09", "correction"],
    ["01", "registration"],
  ]);
  expect(idsOf(narrowed(groups, "all", "siti").needs_you)).toEqual(["09"]);
});

test("filters", () => {
  const groups = groupsOf(all, [draft]);
  expect(idsOf(narrowed(groups, "unsent", "").under_way)).toEqual(["04"]);
  expect(narrowed(groups, "unsent", "").needs_you).toEqual([]);
  expect(idsOf(narrowed(groups, "done", "").done)).toEqual(["01"]);
  expect(countsOf(groups)).toEqual({ all: 5, needs_you: 2, unsent: 1, done: 1 });
});

test("search by name, or by at least four digits of the NIK", () => {
  const groups = groupsOf(all, [draft]);
  expect(idsOf(narrowed(groups, "all", "orang 03").under_way)).toEqual(["03"]);
  expect(idsOf(narrowed(groups, "all", "840002").needs_you)).toEqual(["02"]);
  expect(narrowed(groups, "all", "02").done).toEqual([]);
});
