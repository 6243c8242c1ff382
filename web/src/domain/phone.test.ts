import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/phone.json";
import { phoneProblem, showPhone, storedPhoneProblem, toE164 } from "./phone";

test.each(vectors.numbers)("reads '$text'", ({ text, e164, problem, shown }) => {
  expect([toE164(text), phoneProblem(text)]).toEqual([e164, problem]);
  expect(e164 === null ? undefined : showPhone(e164)).toBe(shown);
});

test.each(vectors.stored)("judges the stored '$phone'", ({ phone, problem }) => {
  expect(storedPhoneProblem(phone)).toBe(problem);
});
