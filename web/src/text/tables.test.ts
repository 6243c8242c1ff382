import { afterEach, expect, test } from "vitest";
import { BENEFITS } from "../domain/benefits";
import { OCCUPATIONS } from "../domain/occupations";
import { speak } from ".";
import { benefits, noticeText, occupationName, occupationNames } from "./tables";

afterEach(() => speak("id"));

test("the notice has seven items in each language", async () => {
  const indonesian = noticeText();
  await speak("en");
  expect([indonesian.items.length, noticeText().items.length]).toEqual([7, 7]);
  expect(noticeText().whole).toHaveLength(indonesian.whole.length);
  expect(noticeText().whole[0]).not.toBe(indonesian.whole[0]);
});

test("an occupation is called by the language of the screens, one off the list by its code", async () => {
  expect(occupationName("motorcycle_taxi")).toBe("Pengemudi ojek");
  await speak("en");
  expect(occupationName("motorcycle_taxi")).toBe("Motorcycle taxi");
  expect(occupationName("puppeteer")).toBe("puppeteer");
});

test("everything that is said is said in both languages", async () => {
  const indonesian = [benefits(), occupationNames()].flat();
  await speak("en");
  const english = [benefits(), occupationNames()].flat();
  expect(english).toHaveLength(BENEFITS.length + OCCUPATIONS.length);
  for (const [i, said] of english.entries()) {
    expect(Object.values(said).every(Boolean), JSON.stringify(said)).toBe(true);
    if ("sentence" in said) expect(said).not.toEqual(indonesian[i]);
  }
});

test("what comes with the app has no English halves and no sources", () => {
  expect(JSON.stringify([BENEFITS, OCCUPATIONS])).not.toMatch(/"(en|source|certainty)":/);
});
