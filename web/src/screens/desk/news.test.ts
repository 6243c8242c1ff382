import { describe, expect, it } from "vitest";
import { codeOf, numberOf, paymentOf, stepsOf } from "./news";

describe("the portal's news by hand (M27)", () => {
  it("asks for what may come next", () => {
    expect(stepsOf({ status: "approved" })).toEqual(["code_issued", "paid"]);
    expect(stepsOf({ status: "code_issued" })).toEqual(["code_issued", "paid"]);
    expect(stepsOf({ status: "paid" })).toEqual(["registered"]);
    expect(stepsOf({ status: "registered" })).toEqual([]);
  });

  it("takes whole facts only", () => {
    expect(codeOf({ code: " 8881-0001 ", until: "2026-12-20" })).toEqual({
      step: "code_issued",
      facts: { payment_code: "8881-0001", valid_until: "2026-12-20" },
    });
    expect(codeOf({ code: "8881", until: "" })).toBeNull();
    expect(codeOf({ code: "88 81", until: "2026-12-20" })).toBeNull();
    expect(paymentOf({ paidAt: "2026-11-22", amount: "84.000" })?.facts.amount).toBe(84_000);
    expect(paymentOf({ paidAt: "2026-11-22", amount: "0" })).toBeNull();
    expect(paymentOf({ paidAt: "", amount: "84000" })).toBeNull();
    expect(numberOf("2612 3456 789")?.facts.kpj).toBe("26123456789");
    expect(numberOf("2612345678")).toBeNull();
  });
});
