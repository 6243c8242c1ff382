import { expect, test } from "vitest";
import { NOTICE, saidTo } from "./notice";

test("the newest notice", () => {
  expect(NOTICE.version).toBe(3);
  expect(NOTICE.valid_from).toBe("2026-10-01");
});

test("is said to one person", () => {
  expect(saidTo("persetujuan {who} ini", "Ibu")).toBe("Persetujuan Ibu ini");
  expect(saidTo("{who} boleh melihat data {who}", "Bapak")).toBe("Bapak boleh melihat data Bapak");
});
