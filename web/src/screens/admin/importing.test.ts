import { expect, it } from "vitest";
import { safe } from "./importing";

it("lets no name be a formula (P164)", () => {
  expect(safe("=1+1")).toBe("'=1+1");
  expect(safe("@SUM(A1)")).toBe("'@SUM(A1)");
  expect(safe("Siti Aminah")).toBe("Siti Aminah");
});
