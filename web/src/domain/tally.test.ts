import { describe, expect, test } from "vitest";
import vectors from "../../../tests/vectors/tally.json";
import { Tally, type Weight, weigh } from "./tally";

const weighed = (pairs: [string, number][]) => Promise.all(pairs.map((pair) => weigh(...pair)));

function tallied(weights: Weight[]): Tally {
  const tally = new Tally();
  for (const weight of weights) tally.add(weight);
  return tally;
}

describe("P57: both languages add up to the same", () => {
  test.each(vectors.entries)("$registration at $seq", async ({ registration, seq, ...told }) => {
    expect(await weigh(registration, seq)).toEqual(told);
  });

  test.each(vectors.sets)("$name", async ({ entries, count, digest }) => {
    const tally = tallied(await weighed(entries as [string, number][]));
    expect([tally.count, tally.digest]).toEqual([count, digest]);
  });

  test("P58: by buckets", async () => {
    const { registrations, digest, buckets } = vectors.many;
    const pairs = Array.from({ length: registrations }, (_, i): [string, number] => [
      `reg-${i}`,
      i * 3 + 1,
    ]);
    const tally = tallied(await weighed(pairs));
    expect(tally.digest).toBe(digest);
    expect(tally.stored()).toEqual({ count: registrations, buckets });
  });
});

test("P57: what is taken out is gone, and a stored tally goes on", async () => {
  const weights = await weighed([
    ["a", 1],
    ["b", 2],
  ]);
  const tally = new Tally(tallied(weights).stored());
  for (const weight of weights) tally.remove(weight);
  expect(tally.stored()).toEqual(new Tally().stored());
});
