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
