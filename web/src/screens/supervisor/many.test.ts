import { expect, test } from "vitest";
import type { Projected } from "../../domain/project";
import { planOf } from "./many";
import type { Queued } from "./queue";

function queued(id: string, fields: Partial<Queued> = {}, said: Partial<Projected> = {}): Queued {
  const registration = { id, threads: [], stale: null, ...said } as unknown as Projected;
  const checks = [{ code: "age", ok: true, detail: null }];
  return { registration, age: "today", days: 0, checks, passes: true, ...fields };
}

const failed = (...codes: string[]) => ({
  passes: false,
  checks: codes.map((code) => ({ code, ok: false, detail: null })),
});

test("M103 only what passes is listed, in the queue's order; the rest is counted by its reason", () => {
  const plan = planOf([
    queued("a"),
    queued("b", failed("clock", "photo")),
    queued("c", failed("photo")),
    queued("d", failed("photo")),
    queued("e", failed("photo"), { threads: [{ open: true }] as Projected["threads"] }),
    queued("f", { passes: false }, { stale: { n: 1 } as Projected["stale"] }),
    queued("g", { passes: false, checks: [] }),
    queued("h"),
  ]);
  expect(plan.approve.map((one) => one.id)).toEqual(["a", "h"]);
  expect(plan.left_out[0]).toEqual(["photo", 2]);
  expect(new Map(plan.left_out)).toEqual(
    new Map([
      ["photo", 2],
      ["clock", 1],
      ["settling", 1],
      ["again", 1],
      ["unchecked", 1],
    ]),
  );
});
