import { expect, test } from "vitest";
import { ME, NOON, signedIn, signUps, worldOf } from "./people.fake";
import { syncOnce } from "./run";
import { FakeServer } from "./server.fake";

const LONG_AFTER = NOON + 40 * 86_400_000;

test("I14: what is old enough to go comes back first when the server has lost it", async () => {
  // Found by the simulation: the answer that put the rows back into the queue released them as well.
  const db = await signedIn();
  const server = new FakeServer(ME);
  await signUps(db, 3);
  await syncOnce(db, worldOf(server), "all");
  server.restore(1);
  await syncOnce(db, worldOf(server, { clock: () => LONG_AFTER }), "all");
  expect(server.log.map(({ operation }) => operation.n)).toEqual([1, 2, 3]);
});

test("I14, P32: a phone whose chain has parted from the server's hands over once more what it keeps", async () => {
  // Found by the simulation: a restored server had given up waiting for a gap that only this phone could fill.
  const db = await signedIn();
  const server = new FakeServer(ME);
  await signUps(db, 3);
  await syncOnce(db, worldOf(server), "all");
  const last = server.log[2];
  if (last) last.chain = "f".repeat(64);
  await syncOnce(db, worldOf(server), "all");
  const carried = server.requests.map(({ operations }) => operations.map(({ n }) => n));
  expect(carried.at(-1)).toEqual([1, 2, 3]);
  await syncOnce(db, worldOf(server), "all");
  expect(server.requests.at(-1)?.operations).toEqual([]);
});

test("P32, P41: what is only asked about was not applied because nobody lists it", async () => {
  // Found by the simulation: the one that waited was among the numbers that the server had given up.
  const db = await signedIn();
  const server = new FakeServer(ME);
  await signUps(db, 2);
  server.verdicts.set(1, { result: "held", version: 0 });
  await syncOnce(db, worldOf(server), "all");
  server.verdicts.delete(1);
  const last = server.log[1];
  if (last) last.chain = "f".repeat(64);
  await syncOnce(db, worldOf(server), "all");
  const carried = server.requests.map(({ operations }) => operations.map(({ n }) => n));
  expect(carried.at(-1)).toEqual([1, 2]);
});
