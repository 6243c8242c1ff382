import { describe, expect, test } from "vitest";
// As text: Vite's own reader of JSON refuses the lone surrogates that are tested here.
import text from "../../../tests/vectors/canonical.json?raw";
import { canonical } from "./canonical";
import { digest, GENESIS, link } from "./chain";

const vectors = JSON.parse(text) as {
  canonical: { name: string; value: unknown; text: string; digest: string }[];
};

describe("P30: both languages write the same bytes", () => {
  test.each(vectors.canonical.map((each) => [each.name, each] as const))("%s", async (_, each) => {
    expect(canonical(each.value)).toBe(each.text);
    expect(await digest(canonical(each.value))).toBe(each.digest);
  });
});

test.each([1.5, Number.NaN, 2 ** 53, undefined, () => 0])("P13: %s does not travel", (value) => {
  expect(() => canonical({ value })).toThrow(TypeError);
});

test("P31: the chain begins with zeros and hangs on everything before", async () => {
  const [a, b] = [await digest("{}"), await digest("[]")];
  const forth = await link(await link(GENESIS, a), b);
  const back = await link(await link(GENESIS, b), a);
  expect(forth).toMatch(/^[0-9a-f]{64}$/);
  expect(forth).not.toBe(back);
});
