import { expect, test } from "vitest";
import type { Waiting } from "../../domain/waiting";
import { ALL, type Facets, passes } from "./facets";
import { type Duplicate, duplicateFacets, heldFacets } from "./inbox";

const NOW = Date.parse("2026-11-23T02:00:00.000Z");
const kept = (of: readonly Facets[], filter: object) =>
  of.flatMap((one, i) => (passes(one, { ...ALL, ...filter }, NOW) ? [i] : []));

test("persons signed up twice are filtered by likeness, age and any of their clinics", () => {
  const duplicate = (alike: string[], clinics: string[], opened_at: string) =>
    duplicateFacets({
      thread: { alike, opened_at },
      claims: clinics.map((clinic) => ({ clinic })),
    } as unknown as Duplicate);
  const all = [
    duplicate(["nik"], ["c1", "c2"], "2026-11-18T02:00:00.000Z"),
    duplicate(["name_birth", "name_phone"], ["c3", "c3"], "2026-11-22T20:00:00.000Z"),
  ];
  expect(kept(all, {})).toEqual([0, 1]);
  expect(kept(all, { kind: "name_phone" })).toEqual([1]);
  expect(kept(all, { clinic: "c2" })).toEqual([0]);
  expect(kept(all, { waited: "day" })).toEqual([1]);
  expect(kept(all, { waited: "longer", kind: "name_phone" })).toEqual([]);
});

test("what is held is filtered by what it is, where it names a clinic by that", () => {
  const held = (kind: string, clinic: string | null, received_at: string) =>
    heldFacets({ kind, clinic, received_at } as Waiting);
  const all = [
    held("create", "c1", "2026-11-21T00:00:00.000Z"),
    held("amend", null, "2026-11-22T23:00:00.000Z"),
  ];
  expect(kept(all, { kind: "amend" })).toEqual([1]);
  expect(kept(all, { clinic: "c1" })).toEqual([0]);
  expect(kept(all, { waited: "three" })).toEqual([0]);
});
