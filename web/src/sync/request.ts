/** The request that a run sends, as text. */
import { readMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { countQueued } from "../store/outbox";
import { ownFrom } from "../store/own";
import type { OutboxRow, StoredRow, SyncMark } from "../store/schema";
import { spokenOf } from "./outgoing";
import { NO_CHAIN, pageLimit, requestText } from "./plan";
import type { World } from "./world";

/** Of a run, what its requests tell. */
interface Speaking {
  db: PersonDb;
  device: string;
  mark: SyncMark;
  whole: boolean;
  world: Pick<World, "app" | "clock" | "health">;
}

/** What the run says next: these operations, and what it asks about beside them; `answered`: so many are pending no more.
 * `spoken` is what goes in clear, as it was read for that. */
export async function request(
  run: Speaking,
  rows: readonly StoredRow[],
  waiting: readonly StoredRow[],
  answered = 0,
): Promise<{ body: string; spoken: readonly OutboxRow[] }> {
  const { db, world, mark } = run;
  const [spoken, pending, health, tally, own_from] = await Promise.all([
    db.locked ? null : spokenOf(db, rows),
    countQueued(db),
    world.health(),
    readMeta(db, "tally"),
    db.locked || run.whole ? null : ownFrom(db),
  ]);
  const { how: repair = null, at: repaired_at = null } = mark.repair ?? {};
  const body = requestText(
    {
      protocol: 1,
      device: run.device,
      incarnation: mark.incarnation,
      chain: spoken?.chain ?? NO_CHAIN,
      waiting: waiting.map(({ n }) => n),
      cursor: mark.cursor,
      buckets: mark.mending === "buckets" ? (tally?.buckets ?? null) : null,
      own_from,
      holds: db.locked || run.whole ? null : true,
      limit: pageLimit(mark.batch),
      sent_at: new Date(world.clock()).toISOString(),
      health: {
        app: world.app,
        pending: Math.max(rows.length, pending - answered),
        oldest_pending_at: rows[0]?.saved_at ?? null,
        ...health,
        repair,
        repaired_at,
      },
    },
    spoken?.rows ?? rows,
  );
  return { body, spoken: spoken?.rows ?? [] };
}
