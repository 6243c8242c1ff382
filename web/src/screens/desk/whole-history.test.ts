/** The words of a history from the log (docs/proof.md, P177). */
import { describe, expect, test } from "vitest";
import type { Happened } from "../../state/proof";
import { changed, whatWords } from "./whole-history";

const NOTHING = { reason: null, verdict: null, message: null, step: null };
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
});
