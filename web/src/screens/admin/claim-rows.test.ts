import { beforeEach, expect, test } from "vitest";
import { project } from "../../domain/project";
import type { Entry, ResolveOperation, Thread, Units } from "../../domain/types";
import { clear } from "../../state/picture";
import { broughtOf, claimRows, giveable, toggled, turned } from "./claim-rows";
import { duplicatesOf } from "./inbox";

beforeEach(clear);

const UNITS = {
  identity: {
    nik: "3275010101900001",
    birth_date: "1990-01-01",
    sex: "male",
    nik_confirmed: false,
  },
  name: { full_name: "Koko Pudjiastuti", birth_place: "Bekasi" },
  contact: { phone: "+628782201490", email: null },
  address: { address: "Jl. BKR 50", village_code: "32.75.05.1001", postcode: "17115" },
  work: {
    occupation: "courier",
    has_employees: false,
    workplace: "Pasar",
    work_starts: null,
    work_ends: null,
    seen_at_work: true,
  },
  contribution: {
    monthly_income: 900000,
    income_amount: 900000,
    income_per: "month",
    income_days: null,
    programmes: ["jkk", "jkm"],
    months: 3,
    first_month: "2026-11",
    quote_total: 34200,
    quote_tables: "2026-04-01",
  },
  heirs: { heirs: [] },
  note: { note: null },
  photo: { id_photo: null },
} as Units;

const question = (moves: number): Thread =>
  ({
    id: "duplicate:a",
    kind: "duplicate",
    unit: null,
    opened_at: "2026-11-20T01:00:00.000Z",
    moves,
    open: true,
    outcome: null,
    settled_at: null,
    claims: ["a", "b"],
  }) as Thread;

function entry(registration: string, units: Partial<Units> = {}, threads: Thread[] = []): Entry {
  const more = { units: { ...UNITS, ...units }, threads: [question(1), ...threads] };
  const head = { registration, version: 3, status: "submitted", history: [], progress: {} };
  return {
    ...head,
    clinic: "c",
    recruiter: `of ${registration}`,
    captured_at: "",
    ...more,
  } as unknown as Entry;
}

const other = {
  name: { ...UNITS.name, birth_place: "Cirebon" },
  contact: { ...UNITS.contact, phone: "+628135550001" },
};
const picture = (...entries: Entry[]) => project(entries, [], "2026-11-20");
const claimsOf = (...entries: Entry[]) => [...picture(...entries).values()];

test("rows are what somebody filled in, and say where they differ", () => {
  const rows = claimRows(claimsOf(entry("a"), entry("b", other)));
  expect(rows.filter((row) => row.differs).map((row) => row.unit)).toEqual(["name", "contact"]);
  expect(rows.some((row) => row.unit === "heirs" || row.unit === "note")).toBe(false);
});

test("M106 what differs can be given, but not what is asked about itself", () => {
  const asked = { ...question(1), id: "a:contact", kind: "value", unit: "contact" } as Thread;
  const [free, b] = claimsOf(entry("a"), entry("b", other));
  const [busy] = claimsOf(entry("a", {}, [asked]));
  expect(giveable(claimRows([free, b] as never), free)).toEqual(["name", "contact"]);
  expect(giveable(claimRows([busy, b] as never), busy)).toEqual(["name"]);
  expect(giveable(claimRows([free, b] as never), undefined)).toEqual([]);
});

test("M106 a unit is given whole, by a click or by a key, and taken back", () => {
  const claims = claimsOf(entry("a"), entry("b", other), entry("c"));
  const given = toggled(new Map(), "contact", "b");
  expect(broughtOf(given, claims)).toEqual({ contact: other.contact });
  expect(toggled(given, "contact", "b").size).toBe(0);
  const about = { claims, kept: "a" };
  const once = turned(new Map(), "contact", about);
  const twice = turned(once, "contact", about);
  expect([...once, ...twice]).toEqual([
    ["contact", "b"],
    ["contact", "c"],
  ]);
  expect(turned(twice, "contact", about).size).toBe(0);
});

test("M41 M106 what is settled here stands at once, and has left the inbox without a network", () => {
  const choice = { choice: "keep", keep: "a", credit: "of a", set: { contact: other.contact } };
  const operation = {
    kind: "resolve",
    registration: "a",
    n: 1,
    choices: [{ ...choice, thread: "duplicate:a", moves: 1 }],
    claims: ["a", "b"],
    recorded_at: "2026-11-20T02:00:00.000Z",
  } as unknown as ResolveOperation;
  const waiting = { operation, hash: "", receipt: null, state: "queued" as const, saved_at: "" };
  const after = project([entry("a"), entry("b", other)], [waiting], "2026-11-20");
  expect(after.get("a")?.units.contact).toEqual(other.contact);
  expect(duplicatesOf(picture(entry("a"), entry("b", other)))).toHaveLength(1);
  expect(duplicatesOf(after)).toHaveLength(0);
});
