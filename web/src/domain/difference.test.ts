import { describe, expect, test } from "vitest";
import { changedFields, quietUnits, threeWays, unitsSince } from "./difference";
import { sameValue } from "./same";
import type { Proposal, Thread, Units } from "./types";

const units: Units = {
  identity: {
    nik: "3275024708840002",
    birth_date: "1984-08-07",
    sex: "female",
    nik_confirmed: false,
  },
  name: { full_name: "Tina Mulyani", birth_place: null },
  address: { address: "Gg. Laswi No. 72", village_code: "32.75.02.1001", postcode: "17134" },
  contact: { phone: "+628129077441", email: null },
  work: {
    occupation: "street_vendor",
    has_employees: false,
    workplace: "Gerbang pasar",
    work_starts: "06:00",
    work_ends: "11:00",
    seen_at_work: true,
  },
  contribution: {
    monthly_income: 1_500_000,
    income_amount: 1_500_000,
    income_per: "month",
    income_days: null,
    programmes: ["jkk", "jkm"],
    months: 3,
    first_month: "2026-11",
    quote_total: 45_600,
    quote_tables: "2026-04-01",
  },
  heirs: { heirs: [{ name: "Dadan", relation: "suami" }] },
  note: { note: null },
  photo: { id_photo: null },
};

function proposal(op: string, value: Proposal["value"], was: Proposal["was"]): Proposal {
  return {
    value,
    base: 3,
    was,
    stamp: {
      op,
      n: 1,
      account: "a",
      role: "recruiter",
      device: "d",
      recorded_at: "2026-11-17T02:48:00.000Z",
      received_at: "2026-11-20T02:42:00.000Z",
      skew_ms: null,
      app: "0.1.0",
      entitled_until: null,
    },
  };
}

function thread(fields: Partial<Thread>): Thread {
  return {
    id: "t",
    kind: "value",
    unit: "contact",
    opened_at: "2026-11-20T02:42:00.000Z",
    moves: 1,
    open: true,
    outcome: null,
    settled_at: null,
    ...fields,
  };
}

describe("difference", () => {
  test("values are compared as the wire means them, not by identity or order of keys", () => {
    expect(sameValue(["jkk", "jkm"], ["jkk", "jkm"])).toBe(true);
    expect(sameValue([{ name: "A", relation: "b" }], [{ relation: "b", name: "A" }])).toBe(true);
    expect(sameValue(["jkk"], ["jkk", "jkm"])).toBe(false);
    expect(sameValue(null, {})).toBe(false);
    expect(sameValue({ a: undefined }, { b: undefined })).toBe(false);
  });

  test("both sides are marked against the base, so each shows what its own author changed", () => {
    const base = { ...units.address, address: "Gg. Laswi No. 7" };
    const wish = { ...base, postcode: "17136" };
    const [way] = threeWays(units, [
      thread({ unit: "address", proposals: [proposal("p1", wish, base)] }),
    ]);
    expect([...(way?.standing.changed ?? [])]).toEqual(["address"]);
    expect([...(way?.proposed[0]?.changed ?? [])]).toEqual(["postcode"]);
    expect(way?.base).toEqual(base);
    expect(way?.base_version).toBe(3);
  });

  test("several proposals in one thread are each compared with what their own author saw", () => {
    const seen = { ...units.contact, email: "tina@example.org" };
    const [way] = threeWays(units, [
      thread({
        proposals: [
          proposal("p1", { ...units.contact, phone: "+6281" }, units.contact),
          proposal("p2", { ...seen, phone: "+6282" }, seen),
        ],
      }),
    ]);
    expect(way?.proposed.map((p) => [...p.changed])).toEqual([["phone"], ["phone"]]);
  });

  test("where nobody wrote down what was seen, nothing is marked", () => {
    const [way] = threeWays(units, [
      thread({ proposals: [proposal("p1", { note: "x" }, null)], unit: "note" }),
    ]);
    expect(way?.base).toBeNull();
    expect(way?.proposed[0]?.changed.size).toBe(0);
  });

  test("settled threads and duplicates ask nothing of a unit; the rest is quiet", () => {
    const ways = threeWays(units, [
      thread({ id: "a", unit: "work" }),
      thread({ id: "b", unit: "contact" }),
      thread({ id: "c", unit: "name", open: false }),
      thread({ id: "d", unit: null, kind: "duplicate" }),
    ]);
    expect(ways.map((way) => way.unit)).toEqual(["contact", "work"]);
    expect(quietUnits(ways)).toEqual([
      "identity",
      "name",
      "address",
      "contribution",
      "heirs",
      "note",
      "photo",
    ]);
  });

  test("without the copy that was read, history still names the units changed since", () => {
    const line = (version: number, detail: string | null, what = "amend") => ({
      what,
      version,
      at: "2026-11-20T03:41:00.000Z",
      by: "a",
      detail,
    });
    const history = [
      line(2, "work"),
      line(4, "contact,identity"),
      line(5, "name", "return"),
      line(6, null),
    ];
    expect(unitsSince(history, 3)).toEqual(["identity", "contact"]);
  });

  test("a field set for the first time counts as changed", () => {
    expect(changedFields(null, units.note)).toEqual(["note"]);
    expect(changedFields({ note: null }, { note: "catatan" })).toEqual(["note"]);
  });
});
