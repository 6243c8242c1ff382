import { expect, test } from "vitest";
import type { OutboxRow } from "../store/schema";
import { fitting, nextBatch, pageLimit, requestText } from "./plan";

test("P73: doubled on success up to the limit, halved on a time-out down to 1", () => {
  expect([nextBatch(50, "well", 500), nextBatch(400, "well", 500)]).toEqual([100, 500]);
  expect([nextBatch(50, "slow", 500), nextBatch(1, "slow", 500)]).toEqual([25, 1]);
});

test("a weak link asks for small pages", () => {
  expect([pageLimit(1), pageLimit(50), pageLimit(500)]).toEqual([10, 200, 500]);
});

const row = (text: string) => ({ text }) as OutboxRow;

test("a request holds what fits, and at least one operation", () => {
  const long = row("x".repeat(1_500_000));
  expect(fitting([long, long])).toEqual([long]);
  expect(fitting([row("x".repeat(3_000_000)), long])).toHaveLength(1);
  expect(fitting([row("a"), row("b")])).toHaveLength(2);
  expect(fitting([])).toEqual([]);
});

test("P16: operations travel as the very text that was hashed", () => {
  const head = { protocol: 1, device: "d" } as Parameters<typeof requestText>[0];
  const text = requestText(head, [row('{"n":1}'), row('{"n":2}')]);
  expect(text).toBe('{"protocol":1,"device":"d","operations":[{"n":1},{"n":2}]}');
});
