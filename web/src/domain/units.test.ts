import { expect, test } from "vitest";
import { UNIT_OF, UNITS } from "../wire/units.gen";
import type { UnitName, Units } from "./types";

/** Compiles only while types.ts and the server's table name the same fields in the same units. */
type FieldsOf<U extends UnitName> = (typeof UNITS)[U][number];
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
const same: { [U in UnitName]: Same<FieldsOf<U>, keyof Units[U]> } = {
  identity: true,
  name: true,
  address: true,
  contact: true,
  work: true,
  contribution: true,
  heirs: true,
  note: true,
  photo: true,
};

test("M1: both languages have the same units", () => {
  expect(Object.keys(UNITS).sort()).toEqual(Object.keys(same).sort());
});

test("M1: every field belongs to one unit", () => {
  const fields = Object.values(UNITS).flat();
  expect(new Set(fields).size).toBe(fields.length);
  expect(
    Object.entries(UNIT_OF).every(([field, unit]) =>
      (UNITS[unit] as readonly string[]).includes(field),
    ),
  ).toBe(true);
});
