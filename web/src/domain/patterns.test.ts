import { expect, test } from "vitest";
import { othersOf, type PatternKind, patternsAmong, thresholdsOn } from "./patterns";
import type { Projected } from "./project";

const ON = thresholdsOn("2026-11-20");
const NOON = Date.parse("2026-11-20T05:00:00Z");
const MINUTE = 60_000;

interface Said {
  nik?: string;
  phone?: string;
  address?: string;
  income?: number;
  recruiter?: string;
  /** Minutes after noon. */
  at?: number;
  skew?: number;
}

/** Somebody who has nothing in common with the others, but for what is said. */
function person(i: number, said: Said = {}): Projected {
  const at = new Date(NOON + (said.at ?? i * 60) * MINUTE).toISOString();
  return {
    id: `r${i}`,
    recruiter: said.recruiter ?? "kayla",
    captured_at: at,
    entry: { skew_ms: said.skew ?? 0 },
    units: {
      identity: { nik: said.nik ?? `3275${String(i).padStart(8, "0")}0001` },
      contact: { phone: said.phone ?? `+62812${i}`, email: null },
      address: { address: said.address ?? `Jl. Kenari No. ${i}`, village_code: "32.75.01.1001" },
      contribution: { monthly_income: said.income ?? 1_050_000 },
    },
  } as Projected;
}

function marked(people: Projected[], kind: PatternKind): string[] {
  const marks = patternsAmong(people, ON);
  return people.map((p) => p.id).filter((id) => marks.get(id)?.some((m) => m.kind === kind));
}

const many = (n: number, said: (i: number) => Said) =>
  Array.from({ length: n }, (_, i) => person(i, said(i)));

test("M101 people who have nothing in common carry no mark", () => {
  expect(
    patternsAmong(
      many(200, () => ({})),
      ON,
    ).size,
  ).toBe(0);
});

test("M101 three serials in sequence at one place and day are marked, two are not", () => {
  const nik = (serial: number) => `327502470884${String(serial).padStart(4, "0")}`;
  expect(
    marked(
      many(3, (i) => ({ nik: nik(2 + 3 * i) })),
      "nik_sequence",
    ),
  ).toEqual(["r0", "r1", "r2"]);
  expect(
    marked(
      many(3, (i) => ({ nik: nik(2 + 4 * i) })),
      "nik_sequence",
    ),
  ).toEqual([]);
  expect(
    marked(
      many(2, (i) => ({ nik: nik(2 + i) })),
      "nik_sequence",
    ),
  ).toEqual([]);
});

test("M101 one phone number or address again and again; one person twice is one person", () => {
  const phone = "+6281234567890";
  expect(
    marked(
      many(3, () => ({ phone })),
      "same_phone",
    ),
  ).toHaveLength(3);
  expect(
    marked(
      many(3, (i) => ({ phone, nik: `327502470884000${i % 2}` })),
      "same_phone",
    ),
  ).toEqual([]);
  const written = ["Jl. Melur No. 4", "jalan melur 4", "JL MELUR NO 4", "Jln. Melur, 4"];
  const address = (i: number) => ({ address: written[i % written.length] ?? "" });
  expect(marked(many(6, address), "same_address")).toHaveLength(6);
  expect(marked(many(5, address), "same_address")).toEqual([]);
  expect(
    marked(
      many(9, () => ({ address: "-" })),
      "same_address",
    ),
  ).toEqual([]);
});

test("M101 four captures of one recruiter in five minutes, clocks put right", () => {
  const hurried = many(4, (i) => ({ at: i * 1.5 }));
  expect(marked([...hurried, person(9, { at: 60 })], "burst")).toEqual(["r0", "r1", "r2", "r3"]);
  expect(
    marked(
      many(4, (i) => ({ at: i * 2 })),
      "burst",
    ),
  ).toEqual([]);
  expect(
    marked(
      many(4, (i) => ({ at: i, recruiter: `k${i}` })),
      "burst",
    ),
  ).toEqual([]);
  // Two phones of one recruiter, one of them an hour ahead: an hour apart, not at once.
  const hour = 60 * MINUTE;
  expect(
    marked(
      many(4, (i) => ({ at: i, skew: (i % 2) * hour })),
      "burst",
    ),
  ).toEqual([]);
  expect(
    marked(
      many(4, (i) => ({ at: i + 60 * (i % 2), skew: (i % 2) * hour })),
      "burst",
    ),
  ).toHaveLength(4);
});

test("M101 equal incomes count near a bracket only, by recruiter and month", () => {
  const equal = (income: number, apart = 600) => many(8, (i) => ({ income, at: i * apart }));
  expect(marked(equal(1_099_000), "equal_income")).toHaveLength(8);
  expect(marked(equal(1_110_000), "equal_income")).toHaveLength(8);
  expect(marked(equal(1_200_000), "equal_income")).toEqual([]);
  expect(marked(equal(1_099_000).slice(1), "equal_income")).toEqual([]);
  expect(marked(equal(1_099_000, 7 * 1440), "equal_income")).toEqual([]);
});

test("M102 a mark names the others, oldest first, and how many people they are", () => {
  const phone = "+6281234567890";
  const people = many(4, (i) => ({ phone, at: -i * 60 }));
  const marks = patternsAmong(people, ON);
  for (const one of people) {
    const [mark, ...more] = marks.get(one.id) ?? [];
    if (!mark) throw new Error("no mark");
    expect([mark.kind, mark.people, more.length]).toEqual(["same_phone", 4, 0]);
    expect(othersOf(mark, one)).toEqual(["r3", "r2", "r1", "r0"].filter((id) => id !== one.id));
  }
});

test("ten thousand registrations are looked through at once, marks or none", () => {
  const crowd = many(10_000, (i) => ({
    recruiter: `k${i % 40}`,
    at: i % 7,
    income: 1_100_000,
    phone: `+62812${i % 3000}`,
  }));
  const began = performance.now();
  const marks = patternsAmong(crowd, ON);
  expect(marks.size).toBe(10_000);
  // Far above what it takes (about a tenth of it), far below what comparing each with each would.
  expect(performance.now() - began).toBeLessThan(2_000);
});

test("the thresholds say where they are from, and hold from their day on", () => {
  expect(thresholdsOn("1999-01-01")).toBe(ON);
  expect(ON.source).not.toBe("");
});
