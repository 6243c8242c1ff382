import { afterEach, expect, test } from "vitest";
import { speak } from "../../text";
import { clinicErrors, consentErrors, errorsOf } from "./errors";
import type { Fields } from "./form";
import { FIELDS_OF, stepsOf } from "./steps";

const asked = (fields: Fields) => ({
  fields,
  today: "2026-11-20",
  limits: { min_age: 17, max_age: 64, id_photo: "optional" as const },
});
const ids = (names: readonly string[], fields: Fields) =>
  errorsOf(names, asked(fields)).map(({ id }) => id);

afterEach(async () => {
  await speak("id");
});

test("an untouched NIK step asks for the NIK alone", () => {
  expect(errorsOf(FIELDS_OF.nik, asked({}))).toEqual([{ id: "nik", text: "Isi NIK" }]);
});

test("a short NIK says how many digits it lacks", async () => {
  await speak("en");
  expect(errorsOf(["nik"], asked({ nik: "327501470884000" }))[0]?.text).toBe(
    "The NIK lacks 1 digit",
  );
});

test("an impossible date names the digits, and passes once it is so on the card", () => {
  const fields: Fields = { nik: "3275014713840002", birth_date: "1984-08-07", sex: "female" };
  expect(errorsOf(["nik"], asked(fields))[0]?.text).toContain("Bulan 13 tidak ada");
  expect(ids(FIELDS_OF.nik, { ...fields, nik_confirmed: true })).toEqual([]);
});

test("somebody of 65 is told so", () => {
  expect(errorsOf(["birth_date"], asked({ nik: "1", birth_date: "1961-11-20" }))).toEqual([
    { id: "birth_date", text: "Usia sudah lewat 64 tahun" },
  ]);
});

test("a small income without its period, half a working time, and unanswered questions are asked", () => {
  const fields: Fields = { occupation: "tailor", income_amount: 45_000, work_starts: "08:00" };
  expect(ids(FIELDS_OF.work, fields)).toEqual([
    "workplace",
    "has_employees",
    "income_per",
    "work_starts",
  ]);
});

test("how many months is never answered for the member", () => {
  expect(ids(FIELDS_OF.pay, { first_month: "2026-11" })).toEqual(["months"]);
});

test("no consent without a method and a signature", () => {
  expect(consentErrors(false, []).map(({ id }) => id)).toEqual(["consent_method", "signature"]);
  expect(consentErrors(true, [[1, 1]])).toEqual([]);
});

test("every error of a blank form belongs to a step, once", () => {
  const all = stepsOf("optional").flatMap((step) => FIELDS_OF[step]);
  const found = ids(all, {});
  expect(new Set(found).size).toBe(found.length);
  expect(found.length).toBeGreaterThan(8);
});

test("P118 a draft for a clinic that was lost asks for another", () => {
  expect(clinicErrors("c1", [{ id: "c2" }])[0]?.id).toBe("clinic");
  expect(clinicErrors("c2", [{ id: "c2" }])).toEqual([]);
  expect(clinicErrors("", [])).toEqual([]);
});
