import { afterEach, expect, test } from "vitest";
import { isText, speak, t } from ".";
import { en } from "./en";
import { id } from "./id";

afterEach(async () => {
  await speak("id");
});

const holes = (sentence: string | readonly string[]) =>
  [...new Set([...String(sentence).matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

test("both languages say the same things with the same values", () => {
  for (const key of Object.keys(id)) {
    if (!isText(key)) continue;
    const missing = holes(en[key]).filter((hole) => !holes(id[key]).includes(hole));
    expect(missing, key).toEqual([]);
    expect(String(en[key]).trim(), key).not.toBe("");
  }
});

test("values are put in, and English counts one apart from many", async () => {
  expect(t("unsent", { n: 4 })).toBe("4 belum terkirim");
  await speak("en");
  expect(t("people", { n: 1 })).toBe("1 person");
  expect(t("people", { n: 5 })).toBe("5 people");
});

test("the words of the code stay out of the screens", () => {
  const forbidden = /outbox|feed|receipt|operation|operasi|cursor|recruiter id|sync/i;
  for (const sentence of [...Object.values(id), ...Object.values(en).flat()]) {
    expect(sentence).not.toMatch(forbidden);
  }
});
