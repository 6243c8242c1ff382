import { expect, test } from "vitest";
import { signedIn } from "../sync/people.fake";
import { MOST_WAITING, waitingRows } from "./outbox";
import type { OutboxRow } from "./schema";

const held = (n: number): OutboxRow => ({
  n,
  op: `op-${n}`,
  registration: "r",
  text: "{}",
  hash: "",
  before: "",
  chain: "",
  state: "receipted",
  receipt: { n, op: `op-${n}`, registration: "r", result: "held", version: 0 },
  saved_at: "2026-11-20T05:00:00.000Z",
});

test("P4: where more wait than may be asked about, each has its turn", async () => {
  const db = await signedIn();
  const more = MOST_WAITING + 20;
  await db.write(["outbox"], "relaxed", async (tx) => {
    for (let n = 1; n <= more; n += 1) void tx.objectStore("outbox").put(held(n));
  });
  const first = await waitingRows(db, 0);
  expect(first.map(({ n }) => n)).toEqual(Array.from({ length: MOST_WAITING }, (_, i) => i + 1));
  const second = await waitingRows(db, first.at(-1)?.n ?? 0);
  expect(second).toHaveLength(MOST_WAITING);
  expect(second.slice(0, 21).map(({ n }) => n)).toEqual([
    ...Array.from({ length: 20 }, (_, i) => MOST_WAITING + i + 1),
    1,
  ]);
  await db.close();
});
