import { expect, test } from "vitest";
import type { Projected } from "../../domain/project";
import {
  ageOf,
  dayOf,
  matches,
  NO_FILTER,
  passesAll,
  queueGroups,
  waitingForReview,
} from "./queue";

const TODAY = "2026-11-20";

/** Noon of a day by this machine's own clock, so that the test means the same in every time zone. */
const noon = (day: string) => new Date(`${day}T12:00:00`).toISOString();

function registration(id: string, received: string, fields: Partial<Projected> = {}): Projected {
  return {
    id,
    status: "submitted",
    clinic: "c1",
    recruiter: "r1",
    threads: [],
    stale: null,
    captured_at: received,
    units: {
      name: { full_name: `Orang ${id}`, birth_place: null },
      identity: { nik: "3275024708840002" },
    },
    entry: { received_at: received, checks: [{ code: "nik", ok: true, detail: null }] },
    ...fields,
  } as Projected;
}

test("ages are whole calendar days since the server received it", () => {
  const age = (day: string) => ageOf(registration("a", noon(day)), TODAY);
  expect(age("2026-11-20")).toBe("today");
  expect(age("2026-11-19")).toBe("yesterday");
  expect(age("2026-11-18")).toBe("two");
  expect(age("2026-11-17")).toBe("three");
  expect(age("2026-11-16")).toBe("longer");
  expect(age("2026-11-25")).toBe("today");
  expect(dayOf(noon("2026-03-01"))).toBe("2026-03-01");
});

test("a verdict that was not taken comes back first, whatever the order", () => {
  const again = registration("b", noon(TODAY), { stale: { n: 1 } as Projected["stale"] });
  const old = registration("a", noon("2026-11-10"));
  for (const order of ["oldest", "newest"] as const) {
    const groups = queueGroups([old, again], { ...NO_FILTER, order }, TODAY);
    expect(groups.map((g) => g.age)).toEqual(["again", "longer"]);
  }
});

test("oldest first within a group and over groups; newest first turns both around", () => {
  const items = ["2026-11-20", "2026-11-12", "2026-11-10"].map((d, i) =>
    registration(String(i), noon(d)),
  );
  const ids = (order: "oldest" | "newest") =>
    queueGroups(items, { ...NO_FILTER, order }, TODAY).flatMap((g) => g.items.map((r) => r.id));
  expect(ids("oldest")).toEqual(["2", "1", "0"]);
  expect(ids("newest")).toEqual(["0", "1", "2"]);
});

test("only what waits for a verdict is in the queue", () => {
  const all = [
    registration("a", noon(TODAY)),
    registration("b", noon(TODAY), { status: "approved" }),
  ];
  expect(waitingForReview(all).map((r) => r.id)).toEqual(["a"]);
});

test("a failed check, no check at all or an open question is something to look at", () => {
  const fine = registration("a", noon(TODAY));
  const failed = registration("b", noon(TODAY));
  failed.entry?.checks?.push({ code: "age", ok: false, detail: null });
  const unchecked = registration("c", noon(TODAY), { entry: null });
  const asked = registration("d", noon(TODAY), {
    threads: [{ open: true }] as Projected["threads"],
  });
  expect([fine, failed, unchecked, asked].map(passesAll)).toEqual([true, false, false, false]);
  const look = queueGroups([fine, failed, asked], { ...NO_FILTER, show: "look" }, TODAY);
  expect(look.flatMap((g) => g.items.map((r) => r.id))).toEqual(["b", "d"]);
});

test("search finds a name, or a NIK with or without its spaces", () => {
  const one = registration("a", noon(TODAY));
  expect(matches(one, "ORANG a")).toBe(true);
  expect(matches(one, "327502 4708")).toBe(true);
  expect(matches(one, "99")).toBe(false);
  expect(matches(one, " ")).toBe(true);
});
