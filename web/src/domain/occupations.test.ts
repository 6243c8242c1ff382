import { expect, test } from "vitest";
import { isTransport, OCCUPATIONS, occupationOf } from "./occupations";

test("marks transport", () => {
  const transport = OCCUPATIONS.filter(({ code }) => isTransport(code)).map(({ code }) => code);
  expect(transport).toEqual(["motorcycle_taxi", "courier", "driver"]);
});

test("an occupation that is not listed has no entry and is not transport", () => {
  expect(occupationOf("puppeteer")).toBeUndefined();
  expect(isTransport("puppeteer")).toBe(false);
});
