import { describe, expect, test } from "vitest";
import type { DecideOperation, Receipt } from "../domain/types";
import type { Waiting } from "../domain/waiting";
import { keyOf, stillOpen } from "./quarantine-list";

const item = (n: number) => ({ device: "device-1", n }) as Waiting;

function decided(n: number, receipt: Partial<Receipt> | null) {
  const operation = { about: { device: "device-1", n } } as DecideOperation;
  const whole =
    receipt && ({ n: 1, op: "op", registration: "r", version: 0, ...receipt } as Receipt);
  return new Map([[keyOf({ device: "device-1", n }), { operation, receipt: whole }]]);
}

const numbers = (rows: ReturnType<typeof stillOpen>) => rows.map((row) => row.item.n);

describe("what is still to be decided", () => {
  test("without a decision, everything in its order", () => {
    expect(numbers(stillOpen([item(2), item(1)], new Map()))).toEqual([2, 1]);
  });

  test.each([null, { result: "applied" }, { result: "same" }] as const)(
    "a decision under way or taken hides it (%o)",
    (receipt) => {
      expect(numbers(stillOpen([item(1), item(2)], decided(1, receipt)))).toEqual([2]);
    },
  );

  test.each(["stale", "quarantined", "id_reuse"] as const)(
    "M62 M65 a decision that was not taken (%s) leaves it open and says so",
    (result) => {
      const [row] = stillOpen([item(1)], decided(1, { result, code: "not_takable" }));
      expect(row?.not_taken).toMatchObject({ result, code: "not_takable" });
    },
  );

  test("a decision about another device's operation of the same number is none about this", () => {
    const other = { device: "device-2", n: 1 } as Waiting;
    expect(numbers(stillOpen([other], decided(1, null)))).toEqual([1]);
  });
});
