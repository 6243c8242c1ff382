import { beforeEach, expect, test } from "vitest";
import type { Projected } from "../../domain/project";
import type { Entry, Status } from "../../domain/types";
import { apply, clear } from "../../state/picture";
import type { ReplicaRow } from "../../store/schema";
import { approveAll, planOf } from "./many";
import type { Queued } from "./queue";

function queued(id: string, fields: Partial<Queued> = {}, said: Partial<Projected> = {}): Queued {
  const registration = { id, threads: [], stale: null, ...said } as unknown as Projected;
  const checks = [{ code: "age", ok: true, detail: null }];
  return { registration, age: "today", days: 0, checks, passes: true, ...fields };
}

beforeEach(clear);

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

function told(id: string, status: Status, open: boolean) {
  const entry = {
    registration: id,
    version: 2,
    status,
    threads: [{ open }],
    units: {},
    history: [],
  };
  const row = { registration: id, entry: entry as unknown as Entry } as ReplicaRow;
  apply({ entries: new Map([[id, row]]), rows: new Map() });
}

test("M104 what changed, was decided or is asked about since it was listed is left out and named", async () => {
  const listed = ["changed", "decided", "asked", "gone"].map(
    (id) => ({ id, base: id === "changed" ? 1 : 2 }) as Projected,
  );
  told("changed", "submitted", false);
  told("decided", "approved", false);
  told("asked", "submitted", true);
  const steps: number[] = [];
  const outcome = await approveAll(listed, (through) => steps.push(through));
  expect(outcome).toEqual({ approved: [], moved: listed, stopped: false });
  expect(steps).toEqual([0, 0, 0, 0]);
});
