/** The words of a history from the log (docs/proof.md, P177). */
import { describe, expect, test } from "vitest";
import type { Happened } from "../../state/proof";
import { answered, changed, spoken } from "./told-changes";
import { whatWords } from "./whole-history";

const NOTHING = {
  reason: null,
  verdict: null,
  message: null,
  remarks: {},
  step: null,
  facts: {},
};
const item = (of: Partial<Happened>): Happened => ({
  op: "",
  device: "d",
  n: 1,
  label: "HP",
  app: null,
  kind: "amend",
  account: "a",
  role: "recruiter",
  recorded_at: null,
  received_at: "2026-11-23T03:00:00.000Z",
  skew_ms: null,
  result: "applied",
  code: null,
  detail: null,
  gone: false,
  set: {},
  was: {},
  says: NOTHING,
  answers: [],
  ...of,
});

describe("P177 a history in words", () => {
  test.each([
    [{ kind: "create" }, "Didaftarkan"],
    [
      { kind: "review", says: { ...NOTHING, verdict: "return", message: "Foto buram" } },
      "Diperiksa: dikembalikan: Foto buram",
    ],
    [
      { kind: "review", says: { ...NOTHING, verdict: "approve" }, result: "stale" },
      "Diperiksa: disetujui (tidak diambil: pendaftaran sudah berubah)",
    ],
    [{ kind: "progress", says: { ...NOTHING, step: "paid" } }, "Kabar dari portal: iuran dibayar"],
    [{ kind: "amend", gone: true }, "Dibetulkan: isinya sudah dihapus"],
    [{ kind: "withdraw", says: { ...NOTHING, reason: "Pindah" } }, "Ditarik: Pindah"],
    [{ kind: "erase" }, "Data dihapus"],
    [{ kind: "resolve", result: "same" }, "Pertanyaan diselesaikan (sudah begitu)"],
    [{ kind: "decide" }, "Yang ditahan diputuskan"],
    [{ kind: "", result: "quarantined" }, "Kiriman yang tidak terbaca (ditahan)"],
  ] as [Partial<Happened>, string][])("%j", (of, words) => {
    expect(whatWords(item(of))).toBe(words);
  });

  test("says from what to what, field by field, and shortens a NIK", () => {
    const contact = { phone: "+628120000001", email: null };
    const identity = {
      nik: "3275040708840001",
      birth_date: "1984-08-07",
      sex: "male" as const,
      nik_confirmed: false,
    };
    const lines = changed(
      item({
        set: { contact: { ...contact, phone: "+628129990000" }, identity },
        was: { contact, identity: { ...identity, nik: "3275040708840002" } },
      }),
    );
    expect(lines).toHaveLength(2);
    expect(lines.join()).toContain("0812 0000 001 → 0812 9990 000");
    expect(lines.join()).not.toContain("0708840001");
  });

  test("does not repeat what was signed up", () => {
    expect(changed(item({ kind: "create", set: { note: { note: "x" } } }))).toEqual([]);
  });

  test("says a verdict's remarks at their fields, and what the portal told", () => {
    const remarks = { phone: "Kurang satu angka" };
    const facts = { payment_code: "8881", valid_until: "2026-12-20", amount: 84_000 };
    expect(spoken({ says: { ...NOTHING, remarks, facts } })).toEqual([
      "Nomor HP: Kurang satu angka",
      "Kode iuran: 8881",
      "Berlaku sampai: 20 Des 2026",
      "Jumlah: Rp\u00a084.000",
    ]);
  });

  describe("an admin's answers", () => {
    const [kept, closed] = [
      "00000000-0000-4000-8000-000000000001",
      "00000000-0000-4000-8000-000000000002",
    ];
    const theirs = { phone: "+6281355550001", email: null };
    const mine = { phone: "+6281200000001", email: null };
    const answer = {
      unit: null,
      took: {},
      was: {},
      gave: [],
      keep: null,
      credit: null,
      reason: null,
    };

    test("M106 of a keep, what was taken over stands on both sides", () => {
      const keep = { ...answer, choice: "keep" as const, keep: kept };
      const took = { took: { contact: theirs }, was: { contact: mine } };
      const here = answered({ answers: [{ ...keep, ...took }] }, kept).join("\n");
      expect(here).toContain("yang ini dipertahankan");
      expect(here).toContain("Diambil dari pendaftaran yang lain:");
      expect(here).toContain("0812 0000 0001 → 0813 5555 0001");
      const there = answered({ answers: [{ ...keep, gave: ["contact", "address"] }] }, closed);
      expect(there.join("\n")).toContain("yang ini ditutup");
      expect(there.at(-1)).toMatch(/^Dipakai di \S+: kontak, alamat$/);
    });

    test("of two values, which was chosen, and what stood as far as it is known", () => {
      const value = { ...answer, choice: "value" as const, unit: "contact" as const };
      const took = { contact: theirs };
      expect(answered({ answers: [{ ...value, took, was: { contact: mine } }] }, kept)).toEqual([
        "Kontak: nilai lain dipilih",
        "Nomor HP: 0812 0000 0001 → 0813 5555 0001",
      ]);
      expect(answered({ answers: [{ ...value, took }] }, kept)).toContain(
        "Nomor HP: 0813 5555 0001",
      );
      const standing = { ...value, choice: "standing" as const };
      expect(answered({ answers: [standing] }, kept)).toEqual([
        "Kontak: yang berlaku dipertahankan",
      ]);
    });

    test("two people with the reason, and what was undone", () => {
      const said = [
        { ...answer, choice: "two_people" as const, reason: "Kembar" },
        { ...answer, choice: "reopen" as const },
      ];
      expect(answered({ answers: said }, kept)).toEqual([
        "Dua orang yang berbeda: Kembar",
        "Keputusan diurungkan, dipertanyakan lagi",
      ]);
    });
  });
});
