import { describe, expect, it } from "vitest";
import type { WholeAccount } from "../../state/accounts";
import { changeOf, consequencesOf, formOf, hasConsequences, missingIn } from "./account-change";

const whole: WholeAccount = {
  account: {
    id: "r1",
    username: "rina",
    name: "Rina",
    role: "recruiter",
    clinics: ["c1", "c2"],
    active: true,
  },
  entitlements: [],
  registrations: [
    { clinic: "c1", count: 12 },
    { clinic: "c2", count: 3 },
  ],
};
const form = formOf(whole);

describe("what a change of an account comes to (M80, M81)", () => {
  it("is nothing while nothing is changed", () => {
    expect(hasConsequences(whole, form)).toBe(false);
  });

  it("tells who is left behind at a clinic that is lost", () => {
    const moved = { ...form, clinics: ["c2", "c3"] };
    expect(consequencesOf(whole, moved)).toMatchObject({
      gained: ["c3"],
      lost: ["c1"],
      left_behind: [{ clinic: "c1", count: 12 }],
    });
    expect(changeOf(moved, new Map([["c1", "c3"]])).moves).toEqual([{ from: "c1", to: "c3" }]);
  });

  it("finds what was left behind before, so that a move can be made again (M83)", () => {
    const earlier = { ...whole, account: { ...whole.account, clinics: ["c2"] } };
    expect(hasConsequences(earlier, formOf(earlier))).toBe(true);
  });

  it("sends an admin to no clinic and leaves their registrations where they are", () => {
    const promoted = { ...form, role: "admin" as const };
    expect(changeOf(promoted, new Map()).clinics).toEqual([]);
    expect(consequencesOf(whole, promoted)).toMatchObject({
      role: { from: "recruiter", to: "admin" },
      lost: ["c1", "c2"],
      left_behind: [],
    });
  });

  it("wants a name, a user name that can be typed, and a clinic", () => {
    expect(missingIn({ ...form, name: " ", username: "Rina", clinics: [] })).toEqual([
      "name",
      "username",
      "clinics",
    ]);
    expect(missingIn(form)).toEqual([]);
  });
});
