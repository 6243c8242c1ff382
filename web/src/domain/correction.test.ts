import { expect, test } from "vitest";
import { UNITS } from "../sync/people.fake";
import { type Correction, fieldsOf, laidOver, typedIn } from "./correction";
import type { Units } from "./types";

const was = fieldsOf(UNITS);

function correction(patch: Partial<typeof was>): Correction {
  return { id: "r", was, fields: { ...was, ...patch }, touched_at: "2026-11-20T03:00:00.000Z" };
}

function standing(contact: Partial<Units["contact"]>): Units {
  return { ...UNITS, contact: { ...UNITS.contact, ...contact } };
}

test("P150: over a record that has not moved lies what was typed, and nothing else", () => {
  const typed = correction({ phone: "+6281299990000" });
  expect(typedIn(typed)).toEqual(["phone"]);
  expect(laidOver(typed, UNITS)).toEqual({ fields: typed.fields, moved: [] });
});

test("P150: what others have changed elsewhere stands, and is not said to have moved", () => {
  const moved = { ...UNITS, name: { ...UNITS.name, full_name: "Nama Baru" } };
  const laid = laidOver(correction({ phone: "+6281299990000" }), moved);
  expect(laid.fields).toMatchObject({ full_name: "Nama Baru", phone: "+6281299990000" });
  expect(laid.moved).toEqual([]);
});

test("P150: a unit that others have changed too is told, whichever of its fields it was", () => {
  const typed = correction({ phone: "+6281299990000" });
  expect(laidOver(typed, standing({ phone: "+6281211110000" })).moved).toEqual(["contact"]);
  const laid = laidOver(typed, standing({ email: "baru@contoh.id" }));
  expect(laid.moved).toEqual(["contact"]);
  expect(laid.fields).toMatchObject({ phone: "+6281299990000", email: "baru@contoh.id" });
});

test("P150: what already stands as it was typed has not moved", () => {
  const same = "+6281299990000";
  expect(laidOver(correction({ phone: same }), standing({ phone: same })).moved).toEqual([]);
});

test("P150: a field that was emptied is empty again, also after it was stored", () => {
  const { birth_date: _, ...fields } = was;
  const typed = JSON.parse(JSON.stringify({ ...correction({}), fields })) as Correction;
  expect(typedIn(typed)).toEqual(["birth_date"]);
  expect(laidOver(typed, UNITS).fields.birth_date).toBeUndefined();
});
