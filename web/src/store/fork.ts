/**
 * Up to where a phone and the device that it was until now are one (P104, P130): what it asks a new identity with.
 * It is told by the chain, not by receipts alone: a restored server may have another phone's operations under the
 * same numbers.
 */
import { GENESIS } from "../domain/chain";
import { requeued } from "./answer";
import { fenced } from "./fence";
import { getMeta, readMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import type { Renewal, StoredRow } from "./schema";
import { openRow } from "./sealing";

type Fork = Pick<Renewal["ancestor"], "n" | "hash">;

const OWN = () => IDBKeyRange.lowerBound(1);

/** The plan, durable before the server hears of it; one that was made before stands. Throws Fenced, Locked. */
export async function planRenewal(
  db: PersonDb,
  fence: number,
  { device, why }: Pick<Renewal, "device" | "why">,
): Promise<Renewal> {
  const fork = await receiptedFork(db);
  return db.write(["meta"], "strict", async (tx) => {
    const meta = tx.objectStore("meta");
    fenced(await getMeta(meta, "sync"), fence);
    const old = (await getMeta(meta, "device")) ?? "";
    const known = await getMeta(meta, "renewal");
    if (known?.ancestor.device === old) return known;
    const plan: Renewal = { device, why, ancestor: { device: old, ...fork } };
    fire(meta.put(plan, "renewal"));
    return plan;
  });
}

/**
 * P130: the server has another chain at the fork. What is kept is pending again, since its receipts may be of what a
 * restore lost; the fork goes below it, and then to the beginning. Throws Fenced, Locked.
 */
export async function lowerFork(db: PersonDb, fence: number, plan: Renewal): Promise<Renewal> {
  const [lowest] = await ownRows(db);
  const below = lowest && lowest.n <= plan.ancestor.n ? await before(db, lowest) : START;
  const lowered: Renewal = { ...plan, ancestor: { device: plan.ancestor.device, ...below } };
  return db.write(["outbox", "meta"], "strict", async (tx) => {
    const [outbox, meta] = [tx.objectStore("outbox"), tx.objectStore("meta")];
    fenced(await getMeta(meta, "sync"), fence);
    for (const row of await outbox.getAll(OWN())) {
      if (row.state !== "queued") fire(outbox.put(requeued(row)));
    }
    fire(meta.put(lowered, "renewal"));
    return lowered;
  });
}

/** The server will not have this plan; the next run makes another. */
export function dropPlan(db: PersonDb): Promise<void> {
  return db.write(["meta"], "strict", (tx) => tx.objectStore("meta").delete("renewal"));
}

const START: Fork = { n: 0, hash: GENESIS };

/** Up to here every operation has a receipt and is this phone's own. */
async function receiptedFork(db: PersonDb): Promise<Fork> {
  const rows = await ownRows(db);
  const first = rows.find(({ receipt }) => receipt === null || receipt.result === "id_reuse");
  if (first) return before(db, first);
  const head = await readMeta(db, "head");
  return head ? { n: head.n, hash: head.chain } : START;
}

async function before(db: PersonDb, row: StoredRow): Promise<Fork> {
  return { n: row.n - 1, hash: (await openRow(db, row)).before };
}

function ownRows(db: PersonDb): Promise<StoredRow[]> {
  return db.read(["outbox"], (tx) => tx.objectStore("outbox").getAll(OWN()));
}
