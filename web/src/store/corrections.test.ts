import { expect, test } from "vitest";
import { type Correction, fieldsOf } from "../domain/correction";
import { openDb, outboxOf, phoneChange, saving, UNITS } from "../sync/people.fake";
import { allCorrections, deleteCorrection, putCorrection } from "./corrections";
import { StoreError } from "./errors";
import { save } from "./save";

function correction(id: string, phone: string, touched = "2026-11-20T03:00:00.000Z"): Correction {
  const was = fieldsOf(UNITS);
  return { id, was, fields: { ...was, phone }, touched_at: touched };
}

test("P150: kept as it was typed, the last touched first, and nothing of it in clear", async () => {
  const db = await openDb(`acc-${Math.random()}`);
  await putCorrection(db, correction("r1", "+6281200000001"));
  await putCorrection(db, correction("r2", "+6281200000002", "2026-11-20T04:00:00.000Z"));
  await putCorrection(db, correction("r1", "+6281200000003"));
  const kept = await allCorrections(db);
  expect(kept.map(({ id, fields }) => [id, fields.phone])).toEqual([
    ["r2", "+6281200000002"],
    ["r1", "+6281200000003"],
  ]);
  const stored = await db.read(["corrections"], (tx) => tx.objectStore("corrections").getAll());
  expect(stored.map((row) => Object.keys(row).sort())).toEqual([
    ["body", "id"],
    ["body", "id"],
  ]);
  await deleteCorrection(db, "r2");
  expect((await allCorrections(db)).map(({ id }) => id)).toEqual(["r1"]);
});

test("P150: the save of its amend ends it, and a save that fails leaves it", async () => {
  const db = await openDb(`acc-${Math.random()}`);
  await putCorrection(db, correction("r1", "+6281200000001"));
  const amend = {
    ...saving(phoneChange("r1", 3, "+6281200000001")),
    typed: { store: "corrections" as const, id: "r1" },
  };
  const full = new DOMException("no room", "QuotaExceededError");
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = () => {
    throw full;
  };
  await expect(save(db, amend)).rejects.toThrow(StoreError);
  IDBObjectStore.prototype.add = add;
  expect(await allCorrections(db)).toHaveLength(1);
  await save(db, amend);
  expect(await outboxOf(db)).toHaveLength(1);
  expect(await allCorrections(db)).toEqual([]);
});
