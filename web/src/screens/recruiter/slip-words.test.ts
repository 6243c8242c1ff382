import { expect, test } from "vitest";
import type { Projected } from "../../domain/project";
import { UNITS } from "../../sync/people.fake";
import { slipOf } from "./slip-words";

function slip(status: Projected["status"], progress: Projected["progress"] = {}) {
  const id = "0192f0c4-0000-7000-8000-000000000001";
  const captured_at = "2026-11-20T03:00:00.000Z";
  const units = { ...UNITS, contribution: { ...UNITS.contribution, months: 6 as const } };
  const { lines, truths } = slipOf({ id, units, captured_at, status, progress }, "Rini Contoh");
  return { named: Object.fromEntries(lines.map(({ name, value }) => [name, value])), truths };
}

test("what was agreed is on it: programmes, months, contribution, by whom and when; the NIK is not whole", () => {
  const { named } = slip("submitted");
  expect(named).toMatchObject({
    Nama: UNITS.name.full_name,
    NIK: "3275********0001",
    Program: "JKK + JKM",
    Masa: "6 bulan, Nov 2026 sampai Apr 2027",
    Iuran: "Rp\u00a08.400",
  });
  expect(named.Dicatat).toContain("Rini Contoh, 20 Nov 2026");
});

test("what is not yet so is on it, and goes away as it comes to be so", () => {
  const [truth, next] = slip("submitted").truths;
  expect([truth, next]).toEqual([
    "Belum bukti bayar. Perlindungan mulai setelah iuran dibayar.",
    "Berikutnya supervisor memeriksa, lalu kode iuran terbit.",
  ]);
  const code = { payment_code: "850629553666", valid_until: "2026-12-13" };
  const issued = slip("code_issued", code);
  expect(issued.truths).toEqual([truth]);
  expect(issued.named).toMatchObject({
    "Kode iuran": "850629553666",
    "Berlaku sampai": "13 Des 2026",
  });
  const paid = slip("paid", { ...code, paid_at: "2026-11-30" });
  expect(paid.truths).toEqual(["Iuran tercatat sudah dibayar. Ini bukan bukti bayar."]);
  expect(paid.named).not.toHaveProperty("Berlaku sampai");
});
