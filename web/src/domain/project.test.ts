import { describe, expect, test } from "vitest";
import { createIntention, entry, phoneChange, UNITS } from "../sync/people.fake";
import { type Pending, project } from "./project";
import type { Entry, Intention, Operation, Receipt, Thread } from "./types";

const TODAY = "2026-11-20";

function own(
  n: number,
  intention: Intention,
  change: Partial<Pending> & { role?: "supervisor" | "admin" } = {},
): Pending {
  const { role = "recruiter", ...rest } = change;
  const author = { account: "acc-1", role, device: "device-1" };
  const sealing = { op: `op-${n}`, n, schema: 1, author, recorded_at: "2026-11-20T05:00:00.000Z" };
  const operation = { ...intention, ...sealing } as Operation;
  return { operation, state: "queued", receipt: null, saved_at: sealing.recorded_at, ...rest };
}

function told(n: number, receipt: Partial<Receipt>): Partial<Pending> {
  const whole = { n, op: `op-${n}`, registration: "r", version: 1, result: "applied" as const };
  return { state: "receipted", receipt: { ...whole, ...receipt } };
}

function one(entries: Entry[], pending: Pending[]) {
  const found = project(entries, pending, TODAY).get("r");
  if (!found) throw new Error("nothing to see");
  return found;
}

const create = createIntention("r");
const verdict = (kind: "approve" | "return" | "reject" | "reopen", base = 1): Intention => ({
  kind: "review",
  registration: "r",
  base,
  verdict: kind,
  remarks: {},
  message: null,
  read: null,
});
const returned = entry("r", {
  version: 2,
  status: "returned",
  review: {
    verdict: "return",
    remarks: { phone: "?" },
    message: null,
    by: "s",
    at: "",
    version: 1,
  },
});
const question: Thread = {
  id: "t",
  kind: "value",
  unit: "contact",
  opened_at: "",
  moves: 1,
  open: true,
  outcome: null,
  settled_at: null,
};

describe("P75: the picture is replica and outbox", () => {
  test("a create shows before the server knows of it", () => {
    expect(one([], [own(1, create)])).toMatchObject({
      entry: null,
      base: 0,
      status: "submitted",
      chip: "on_phone",
      recruiter: "acc-1",
      units: UNITS,
    });
  });

  test("an amend lies over what the server said", () => {
    const seen = one([entry("r")], [own(2, phoneChange("r", 1, "+6281299999999"))]);
    expect([seen.units.contact.phone, seen.base, seen.entry?.units.contact.phone]).toEqual([
      "+6281299999999",
      1,
      UNITS.contact.phone,
    ]);
  });

  test("the order in which rows come does not matter", () => {
    const rows = [
      own(1, create),
      own(2, phoneChange("r", 0, "+62811")),
      own(3, phoneChange("r", 0, "+62812")),
    ];
    expect(one([], rows.toReversed())).toEqual(one([], rows));
    expect(one([], rows).units.contact.phone).toBe("+62812");
  });

  test("of a conflict only the units that were taken stand", () => {
    const conflict = told(2, { result: "conflict", units: { contact: "conflict" } });
    const seen = one([entry("r")], [own(2, phoneChange("r", 1, "+62899"), conflict)]);
    expect(seen.units.contact.phone).toBe(UNITS.contact.phone);
  });

  test.each(["stale", "quarantined", "held", "id_reuse"] as const)(
    "%s lays nothing over",
    (result) => {
      const row = own(2, verdict("approve"), { ...told(2, { result }), role: "supervisor" });
      expect(one([entry("r")], [row]).status).toBe("submitted");
    },
  );

  test("a create that an admin holds still shows", () => {
    const row = own(1, create, told(1, { result: "quarantined", code: "invalid" }));
    expect(one([], [row])).toMatchObject({ chip: "with_admin", status: "submitted" });
  });

  const no = told(1, { result: "quarantined", code: "dismissed", detail: "Klinik lain." });

  test("M61: a sign-up that an admin decided against is rejected, with the reason", () => {
    const held = own(2, phoneChange("r", 0, "+62811"), told(2, { result: "held" }));
    expect(one([], [own(1, create, no), held])).toMatchObject({
      chip: "rejected",
      status: "rejected",
      dismissed: { detail: "Klinik lain." },
    });
  });

  test("M61: a change that an admin decided against lays nothing over, and is told", () => {
    const seen = one([entry("r")], [own(1, phoneChange("r", 1, "+62811"), no)]);
    expect(seen.units.contact.phone).toBe(UNITS.contact.phone);
    expect(seen).toMatchObject({ chip: "with_supervisor", dismissed: { detail: "Klinik lain." } });
  });

  test("M60: an admin's decision lays nothing over the registration that it is on", () => {
    const about = { device: "device-2", n: 3, hash: null };
    const word = { choice: "take", seen: "waiting", reason: null } as const;
    const intention: Intention = { kind: "decide", registration: "r", base: 1, about, ...word };
    const seen = one([entry("r")], [own(1, intention, { role: "admin" })]);
    expect([seen.status, seen.dismissed]).toEqual(["submitted", null]);
    expect(project([], [own(1, intention)], TODAY).size).toBe(0);
  });

  test("an operation on something unknown shows nothing", () => {
    expect(project([], [own(1, phoneChange("r", 1, "+62"))], TODAY).size).toBe(0);
  });
});

describe("status", () => {
  test.each([
    ["approve", "approved"],
    ["return", "returned"],
    ["reject", "rejected"],
    ["reopen", "submitted"],
  ] as const)("%s", (kind, status) => {
    const seen = one([entry("r")], [own(1, verdict(kind), { role: "supervisor" })]);
    expect([seen.status, seen.review?.verdict]).toEqual([status, kind]);
  });

  test("M20: the recruiter's correction of a returned registration submits it again", () => {
    expect(one([returned], [own(1, phoneChange("r", 2, "+62811"))]).status).toBe("submitted");
  });

  test("M20: a correction made without having seen the return does not", () => {
    expect(one([returned], [own(1, phoneChange("r", 1, "+62811"))]).chip).toBe("returned");
  });

  test("withdraw", () => {
    const row = own(1, { kind: "withdraw", registration: "r", base: 1, reason: "-" });
    expect(one([entry("r")], [row]).status).toBe("withdrawn");
  });

  test("progress", () => {
    const facts = { payment_code: "1", valid_until: "2026-11-24" };
    const row = own(
      1,
      { kind: "progress", registration: "r", base: 1, step: "code_issued", facts },
      { role: "admin" },
    );
    expect(one([entry("r", { status: "approved" })], [row])).toMatchObject({
      status: "code_issued",
      progress: facts,
    });
  });
});

describe("resolve", () => {
  const asked = entry("r", {
    threads: [
      {
        ...question,
        proposals: [
          {
            value: { phone: "+62899", email: null },
            base: 1,
            was: null,
            stamp: { op: "p" } as never,
          },
        ],
      },
    ],
  });
  const settle = (choice: object): Intention => ({
    kind: "resolve",
    registration: "r",
    base: 1,
    choices: [{ thread: "t", moves: 1, ...choice } as never],
    claims: [],
  });

  test("a chosen thread shows settled, with the value that will stand", () => {
    const seen = one(
      [asked],
      [own(1, settle({ choice: "proposed", proposal: "p" }), { role: "admin", ...told(1, {}) })],
    );
    expect(seen.threads[0]).toMatchObject({ open: false, outcome: "proposed", moves: 2 });
    expect([seen.units.contact.phone, seen.chip]).toEqual(["+62899", "with_supervisor"]);
  });

  test("reopen asks again", () => {
    const settled = entry("r", { threads: [{ ...question, open: false, outcome: "standing" }] });
    const seen = one([settled], [own(1, settle({ choice: "reopen" }), { role: "admin" })]);
    expect(seen.threads[0]).toMatchObject({ open: true, outcome: null });
  });
});

describe("stale", () => {
  const missed = own(1, verdict("approve", 1), {
    role: "supervisor",
    ...told(1, { result: "stale", version: 2 }),
  });

  test("is said until a newer verdict of mine", () => {
    const moved = entry("r", { version: 2 });
    expect(one([moved], [missed]).stale?.n).toBe(1);
    expect(
      one([moved], [missed, own(2, verdict("approve", 2), { role: "supervisor" })]).stale,
    ).toBeNull();
  });

  test("or until somebody's verdict on the version that had moved", () => {
    const review = {
      verdict: "approve",
      remarks: {},
      message: null,
      by: "x",
      at: "",
      version: 2,
    } as const;
    expect(one([entry("r", { version: 3, review })], [missed]).stale).toBeNull();
  });
});

describe("one chip where several are true", () => {
  const open = [question];
  test.each([
    ["returned before all", { status: "returned", threads: open }, [], "returned"],
    ["settling before waiting", { threads: open }, [told(1, { result: "held" })], "settling"],
    ["with an admin before unsent", {}, [told(1, { result: "held" }), {}], "with_admin"],
    ["on its way before on this phone", {}, [{}, { state: "in_flight" as const }], "sending"],
    ["unsent before its life", { status: "approved" }, [{}], "on_phone"],
    ["with the supervisor", {}, [], "with_supervisor"],
    ["code", { status: "code_issued", progress: { valid_until: TODAY } }, [], "code_issued"],
    [
      "lapsed",
      { status: "code_issued", progress: { valid_until: "2026-11-19" } },
      [],
      "code_lapsed",
    ],
    ["paid", { status: "paid" }, [], "paid"],
  ] as const)("%s", (_, change, rows, chip) => {
    const pending = rows.map((row, i) => own(i + 1, phoneChange("r", 0, "+62"), row));
    expect(one([entry("r", change as Partial<Entry>)], pending).chip).toBe(chip);
  });
});

test("P80: what was kept from schema 1 is read as having no photo", () => {
  const { photo: _, ...before } = UNITS;
  const kept = { ...entry("r"), units: before } as Entry;
  expect(one([kept], []).units).toEqual({ ...UNITS, photo: { id_photo: null } });
  const early = { ...create, set: before } as Intention;
  expect(one([], [own(1, early)]).units).toEqual({ ...UNITS, photo: { id_photo: null } });
});

test("P87: a photo that was just declared is awaited, whatever the server said of the one before", () => {
  const id_photo = { sha256: "ab".repeat(32), bytes: 1_000, type: "image/jpeg" } as const;
  const photo = { id_photo };
  const declared = { ...create, set: { ...UNITS, photo } } as Intention;
  expect(one([], [own(1, declared)]).photo).toBe("awaited");
  const told = entry("r", { units: { ...UNITS, photo }, photos: { id_photo: "in" } });
  expect(one([told], []).photo).toBe("in");
  const other = { id_photo: { ...id_photo, sha256: "cd".repeat(32) } };
  const again: Intention = {
    ...{ kind: "amend", registration: "r", base: 1 },
    ...{ set: { photo: other }, was: { photo } },
  };
  expect(one([told], [own(2, again)]).photo).toBe("awaited");
  expect(one([told], [own(2, phoneChange("r", 1, "+6281200000009"))]).photo).toBe("in");
});
