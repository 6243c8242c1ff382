import { describe, expect, test } from "vitest";
import type { UnitName, Units } from "../../domain/types";
import { meantBy, typedOf } from "./typed";

const units: Units = {
  identity: {
    nik: "3275024708840002",
    birth_date: "1984-08-07",
    sex: "female",
    nik_confirmed: false,
  },
  name: { full_name: "Tina Mulyani", birth_place: null },
  address: { address: "Gg. Laswi No. 72", village_code: "32.75.02.1001", postcode: "17134" },
  contact: { phone: "+6281290774410", email: null },
  work: {
    occupation: "street_vendor",
    has_employees: false,
    workplace: "Gerbang pasar",
    work_starts: "06:00",
    work_ends: null,
    seen_at_work: true,
  },
  contribution: {
    monthly_income: 900_000,
    income_amount: 900_000,
    income_per: "month",
    income_days: null,
    programmes: ["jkk", "jkm"],
    months: 6,
    first_month: "2026-11",
    quote_total: 84_000,
    quote_tables: "2026-04-01",
  },
  heirs: {
    heirs: [
      { name: "Dadan", relation: "suami" },
      { name: "Siti, S.Pd", relation: "" },
    ],
  },
  note: { note: null },
  photo: { id_photo: { sha256: "ab".repeat(32), bytes: 240_000, type: "image/jpeg" } },
};

describe("a third value", () => {
  const untouched = (Object.keys(units) as UnitName[]).filter((unit) => unit !== "contribution");
  test.each(untouched)("%s: what is not touched comes back as it was", (unit) => {
    expect(meantBy(unit, typedOf(unit, units[unit]), units)).toEqual(units[unit]);
  });

  test("a contribution is priced anew from the tables and the occupation around it", () => {
    const typed = typedOf("contribution", units.contribution);
    expect(meantBy("contribution", typed, units)).toEqual(units.contribution);
    const driver = { ...units, work: { ...units.work, occupation: "driver" } };
    expect(meantBy("contribution", typed, driver)).toMatchObject({ quote_total: 58_800 });
    const withJht = meantBy("contribution", { ...typed, jht: "yes" }, units);
    expect(withJht).toMatchObject({ programmes: ["jkk", "jkm", "jht"] });
  });

  test("an income is read with or without its dots, as one a month", () => {
    const typed = { ...typedOf("contribution", units.contribution), monthly_income: "1.250.000" };
    expect(meantBy("contribution", typed, units)).toMatchObject({
      monthly_income: 1_250_000,
      income_amount: 1_250_000,
      income_per: "month",
      income_days: null,
    });
  });

  test("a month without a tariff has no price; the rules then block", () => {
    const typed = { ...typedOf("contribution", units.contribution), first_month: "" };
    expect(meantBy("contribution", typed, units)).toMatchObject({ quote_total: 0 });
  });

  test("a mobile number is stored as E.164, and kept as typed while it is none", () => {
    const typed = typedOf("contact", units.contact);
    expect(meantBy("contact", { ...typed, phone: "0812 8841 2207" }, units)).toEqual({
      phone: "+6281288412207",
      email: null,
    });
    expect(meantBy("contact", { ...typed, phone: "021" }, units)).toMatchObject({ phone: "021" });
  });

  test("heirs are one a line, the relation after the comma", () => {
    const value = meantBy("heirs", { heirs: "Dadan, suami\n\n Rini ,anak" }, units);
    expect(value).toEqual({
      heirs: [
        { name: "Dadan", relation: "suami" },
        { name: "Rini", relation: "anak" },
      ],
    });
  });
});
