import { describe, expect, test } from "vitest";
import { UNITS } from "../sync/people.fake";
import { createOf, type Draft, type FlatFields, IncompleteDraft, thinned, unitsOf } from "./draft";

const FIELDS = Object.assign({}, ...Object.values(UNITS)) as FlatFields;
const GIVEN = { given_at: "2026-11-20T05:00:00.000Z", notice_version: 1, notice_hash: "0" };
const DRAFT: Draft = {
  id: "r",
  clinic: "c",
  step: 8,
  fields: FIELDS,
  consent: { method: "read", language: "id", strokes: [[0, 0, 9.6, 3.2]], given: GIVEN },
  created_at: "",
  touched_at: "",
};

describe("units of a draft", () => {
  test("P14: every unit is whole, untyped optional fields are null", () => {
    const { email: _, heirs: __, ...typed } = FIELDS;
    expect(unitsOf(typed)).toEqual(UNITS);
  });

  test("what must be typed is named", () => {
    const { nik: _, workplace: __, ...rest } = FIELDS;
    expect(() => unitsOf(rest)).toThrow(new IncompleteDraft(["nik", "workplace"]));
  });
});

describe("the create of a draft", () => {
  test("P148: says nothing of where it was made", () => {
    expect(createOf(DRAFT, "2026-11-20T05:01:00.000Z")).toMatchObject({ location: null });
  });

  test("carries consent and whole strokes", () => {
    expect(createOf(DRAFT, "2026-11-20T05:01:00.000Z")).toMatchObject({
      kind: "create",
      registration: "r",
      base: 0,
      clinic: "c",
      set: UNITS,
      consent: { ...GIVEN, method: "read", language: "id", signature: [[0, 0, 10, 3]] },
    });
  });

  test.each([
    ["no consent", null],
    ["no signature", { ...DRAFT.consent, strokes: [] }],
    ["no method", { ...DRAFT.consent, method: null }],
  ])("nothing becomes a registration with %s", (_, consent) => {
    const draft = { ...DRAFT, consent: consent as Draft["consent"] };
    expect(() => createOf(draft, "")).toThrow(IncompleteDraft);
  });
});

describe("P15: a long signature is thinned to fit", () => {
  const long = Array.from({ length: 4 }, () => Array.from({ length: 20_000 }, (_, i) => i % 700));
  const thin = thinned(long);

  test("few points, whole pairs, ends kept, inside the pad", () => {
    expect(JSON.stringify(thin).length).toBeLessThan(40_000);
    for (const stroke of thin) {
      expect(stroke.length % 2).toBe(0);
      expect(stroke.slice(0, 2)).toEqual([0, 1]);
      expect(stroke.every((value, i) => value <= (i % 2 === 0 ? 600 : 200))).toBe(true);
    }
  });

  test("a short one stays as it was", () => {
    expect(thinned([[1, 2, 3, 4, 5, 6]])).toEqual([[1, 2, 3, 4, 5, 6]]);
  });
});
