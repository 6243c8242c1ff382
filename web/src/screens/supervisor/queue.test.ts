import { expect, test } from "vitest";
import { type Marks, NO_MARKS } from "../../domain/patterns";
import type { Projected } from "../../domain/project";
import {
  ageOf,
  asksForEyes,
  dayOf,
  matches,
  NO_FILTER,
  pageOf,
  passesAll,
  type QueueFilter,
  queueGroups,
  queueOf,
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

/** The groups of a queue, each as its age and the ids in it. */
function grouped(of: Projected[], filter: Partial<QueueFilter>, marks: Marks = NO_MARKS) {
  const groups = queueGroups(queueOf(of, marks, TODAY), { ...NO_FILTER, ...filter });
  return groups.map(({ age, items }) => [age, ...items.map((item) => item.registration.id)]);
}

const mark = (...ids: string[]): Marks =>
  new Map(ids.map((id) => [id, [{ kind: "same_phone", among: [], people: 3 }]]));

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
    expect(grouped([old, again], { order })).toEqual([
      ["again", "b"],
      ["longer", "a"],
    ]);
  }
});

test("oldest first within a group and over groups; newest first turns both around", () => {
  const items = ["2026-11-20", "2026-11-12", "2026-11-10"].map((d, i) =>
    registration(String(i), noon(d)),
  );
  const ids = (order: "oldest" | "newest") =>
    grouped(items, { order }).flatMap(([, ...group]) => group);
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
  const all = [fine, failed, unchecked, asked];
  expect(all.map((r) => passesAll(r, NO_MARKS))).toEqual([true, false, false, false]);
  expect(grouped(all, { show: "look" })).toEqual([
    ["today", "b", "c"],
    ["admin", "d"],
  ]);
});

test("what waits for an admin stands behind what can be decided, oldest or newest first", () => {
  const old = registration("a", noon("2026-11-10"), {
    threads: [{ open: true }] as Projected["threads"],
  });
  const fresh = registration("b", noon(TODAY));
  for (const order of ["oldest", "newest"] as const) {
    expect(grouped([old, fresh], { order })).toEqual([
      ["today", "b"],
      ["admin", "a"],
    ]);
  }
});

test("M103 a mark, or a verdict of mine that was not taken, is something to look at too", () => {
  const fine = registration("a", noon(TODAY));
  const marked = registration("b", noon(TODAY));
  const again = registration("c", noon(TODAY), { stale: { n: 1 } as Projected["stale"] });
  expect(grouped([fine, marked, again], { show: "pass" }, mark("b"))).toEqual([["today", "a"]]);
  expect(grouped([fine, marked, again], { failed: "same_phone" }, mark("b"))).toEqual([
    ["today", "b"],
  ]);
});

test("filters by age, clinic and recruiter together", () => {
  const all = [
    registration("a", noon(TODAY), { clinic: "c2" }),
    registration("b", noon("2026-11-19")),
    registration("c", noon(TODAY), { recruiter: "r2" }),
    registration("d", noon(TODAY)),
  ];
  expect(grouped(all, { age: "today", clinic: "c1", recruiter: "r1" })).toEqual([["today", "d"]]);
});

test("a page is cut out of the groups, and every row is on one page", () => {
  const all = Array.from({ length: 25 }, (_, i) =>
    registration(`r${String(i).padStart(2, "0")}`, noon(i < 7 ? TODAY : "2026-11-10")),
  );
  const groups = queueGroups(queueOf(all, NO_MARKS, TODAY), NO_FILTER);
  const pages = [0, 10, 20].map((from) => pageOf(groups, from, 10));
  expect(pages.map((page) => page.map((g) => [g.age, g.items.length]))).toEqual([
    [["longer", 10]],
    [
      ["longer", 8],
      ["today", 2],
    ],
    [["today", 5]],
  ]);
  expect(pages.flat().flatMap((g) => g.items)).toEqual(groups.flatMap((g) => g.items));
});

test("ten thousand are filtered, sorted and grouped at once", () => {
  const all = Array.from({ length: 10_000 }, (_, i) =>
    registration(`r${i}`, noon(`2026-11-${String((i % 20) + 1).padStart(2, "0")}`)),
  );
  const began = performance.now();
  const queue = queueOf(all, NO_MARKS, TODAY);
  expect(queueGroups(queue, { ...NO_FILTER, search: "orang r99" }).length).toBeGreaterThan(0);
  // About a tenth of this on a slow machine: what would be quadratic takes minutes.
  expect(performance.now() - began).toBeLessThan(1_500);
});

test("search finds a name, or a NIK with or without its spaces", () => {
  const one = registration("a", noon(TODAY));
  expect(matches(one, "ORANG a")).toBe(true);
  expect(matches(one, "327502 4708")).toBe(true);
  expect(matches(one, "99")).toBe(false);
  expect(matches(one, " ")).toBe(true);
});

test("M107: a verdict that was not taken asks for eyes until it was read, whatever was decided since", () => {
  const stale = { n: 1, op: "op-1", registration: "b", result: "stale", version: 2 } as const;
  const all = [
    registration("a", noon(TODAY)),
    registration("b", noon(TODAY), { status: "withdrawn", stale }),
    registration("c", noon(TODAY), { status: "returned" }),
  ];
  const ids = (noticed: string[]) => asksForEyes(all, new Set(noticed)).map(({ id }) => id);
  expect(ids([])).toEqual(["a", "b"]);
  expect(ids(["op-1"])).toEqual(["a"]);
});
