import { describe, expect, test } from "vitest";
import type { Receipt } from "../../domain/types";
import type { Waiting } from "../../domain/waiting";
import { UNITS } from "../../sync/people.fake";
import { cannotTake, notTakenWords, wantedUnits, whyWords } from "./held-words";

function item(change: Partial<Waiting>): Waiting {
  return {
    device: "d",
    n: 1,
    hash: null,
    op: "op",
    registration: "r",
    on: "r",
    clinic: null,
    account: "a",
    role: "recruiter",
    label: "HP",
    app: null,
    kind: "amend",
    result: "quarantined",
    code: "invalid",
    detail: null,
    recorded_at: null,
    received_at: "2026-11-20T05:00:00.000Z",
    skew_ms: null,
    set: {},
    was: {},
    standing: null,
    asks: { reason: null, verdict: null, message: null, step: null },
    ...change,
  };
}

const CODES =
  "malformed unknown_kind unknown_schema too_large invalid not_entitled foreign_clinic " +
  "foreign_registration wrong_author no_such_thread no_such_operation not_allowed_now " +
  "no_registration internal_error";

describe("why it waits", () => {
  test("each code of the protocol has words of its own", () => {
    const words = CODES.split(" ").map((code) => whyWords(item({ code })));
    expect(new Set(words).size).toBe(words.length - 1); // the two unknown ones share theirs
    expect(words).not.toContain(whyWords(item({ code: "something newer" })));
  });

  test("a broken rule and an unreadable field are named", () => {
    const rules = "work.has_employees:required,contact.phone:not_mobile";
    expect(whyWords(item({ detail: rules }))).toContain("Nomor HP: bukan nomor HP Indonesia");
    const malformed = item({ code: "malformed", detail: "set.identity.nik: Not 16 digits." });
    expect(whyWords(malformed)).toContain("NIK");
    expect(whyWords(item({ code: "malformed", detail: "operation: Odd." }))).not.toContain("Odd");
  });

  test("M62: a decision that was not taken says why", () => {
    const stale = (code: string, detail?: string) =>
      notTakenWords(item({}), { result: "stale", code, ...(detail && { detail }) } as Receipt);
    expect(stale("not_takable", "invalid:contact.phone:not_mobile")).toContain("Nomor HP");
    expect(stale("not_takable", "no_registration")).toBe(
      whyWords(item({ code: "no_registration" })),
    );
    expect(stale("moved")).toContain("berubah");
  });
});

describe("what cannot be taken is told before it is tried", () => {
  test.each([
    ["held", { result: "held" }],
    ["unreadable", { code: "malformed" }],
    ["a decision", { kind: "decide", code: "not_entitled" }],
    ["a clinic that nobody knows", { kind: "create", clinic: "nowhere", code: "foreign_clinic" }],
  ] as const)("%s", (_, change) => {
    expect(cannotTake(item(change))).not.toBeNull();
  });

  test("the rest may be tried", () => {
    expect(cannotTake(item({ code: "foreign_registration" }))).toBeNull();
  });
});

describe("what it wants", () => {
  const set = { contact: { ...UNITS.contact, phone: "+6281299990000" } };

  test("a change stands beside what is so now", () => {
    const [unit] = wantedUnits(item({ set, standing: UNITS, was: { contact: UNITS.contact } }));
    expect(unit).toMatchObject({
      unit: "contact",
      lines: [{ field: "phone", now: "0812 0000 0001", wanted: "0812 9999 0000" }],
    });
  });

  test("without a registration, beside what its author saw; a sign-up beside nothing", () => {
    const was = { contact: UNITS.contact };
    expect(wantedUnits(item({ set, was }))[0]?.lines[0]?.now).toBe("0812 0000 0001");
    const [unit] = wantedUnits(item({ kind: "create", set, standing: UNITS }));
    expect(unit?.lines[0]?.now).toBeNull();
  });
});
