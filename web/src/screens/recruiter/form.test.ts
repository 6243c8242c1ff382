import { expect, test } from "vitest";
import { fieldsOf } from "../../domain/correction";
import type { Units } from "../../domain/types";
import { changed, changedUnits, type Fields, withNik } from "./form";

const TODAY = "2026-11-20";
const known = () => true;
const vendor: Fields = { occupation: "street_vendor", income_amount: 900_000 };

test("a day's income is multiplied, and both figures are kept", () => {
  const day = changed({}, { income_amount: 45_000, income_per: "day", income_days: 20 }, TODAY);
  expect(day).toMatchObject({ income_amount: 45_000, income_days: 20, monthly_income: 900_000 });
});

test("a figure that is plainly a month's is not asked about", () => {
  const day = changed({}, { income_amount: 45_000, income_per: "day", income_days: 20 }, TODAY);
  const month = changed(day, { income_amount: 1_000_000 }, TODAY);
  expect(month).toMatchObject({
    income_per: "month",
    income_days: null,
    monthly_income: 1_000_000,
  });
});

test("the price follows every change that it depends on", () => {
  const six = changed(vendor, { months: 6 }, TODAY);
  expect(six).toMatchObject({ quote_total: 84_000, first_month: "2026-11" });
  expect(changed(six, { occupation: "courier" }, TODAY).quote_total).toBe(58_800);
});

test("employees make old-age savings compulsory", () => {
  expect(changed(vendor, { has_employees: true }, TODAY).programmes).toEqual(["jkk", "jkm", "jht"]);
});

test("birth date and sex follow the NIK until somebody corrects one", () => {
  const read = changed({}, withNik({}, "3275014708840002", TODAY, known), TODAY);
  expect(read).toMatchObject({ birth_date: "1984-08-07", sex: "female" });
  const corrected = changed(read, { birth_date: "1984-08-09" }, TODAY);
  const retyped = changed(corrected, withNik(corrected, "3275010708840002", TODAY, known), TODAY);
  expect(retyped).toMatchObject({ birth_date: "1984-08-09", sex: "male" });
});

test("a fact goes with the digits that said it", () => {
  const read = changed({}, withNik({}, "327501470884", TODAY, known), TODAY);
  const shorter = changed(read, withNik(read, "3275014708", TODAY, known), TODAY);
  expect(shorter.birth_date).toBeUndefined();
  expect(shorter.sex).toBe("female");
});

test("confirming an impossible date holds only for the digits it was given for", () => {
  const confirmed: Fields = { nik: "3275014713840002", nik_confirmed: true };
  expect(withNik(confirmed, "3275014713840003", TODAY, known).nik_confirmed).toBe(false);
});

test("only units that differ are sent", () => {
  const units = {
    contact: { phone: "+628123456789", email: null },
    note: { note: null },
  } as Units;
  const after = { ...units, contact: { phone: "+628123456780", email: null } };
  expect(fieldsOf(units)).toMatchObject({ phone: "+628123456789", note: null });
  expect(changedUnits(units, after)).toEqual({ contact: after.contact });
});

test("P155: a first month of a clock that stood in 1970 is made anew once the clock is right", () => {
  const begun = changed({}, { nik: "3275" }, "1970-01-02");
  expect(begun.first_month).toBe("1970-01");
  expect(changed(begun, { months: 6 }, "2026-11-23").first_month).toBe("2026-11");
  expect(changed({ first_month: "2026-12" }, { months: 6 }, "2026-11-23").first_month).toBe(
    "2026-12",
  );
});
