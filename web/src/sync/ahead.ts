/** The next request, on its way while the last answer is being laid in (P185, P186). */
import type { SyncAnswer } from "../domain/types";
import type { Credential, Reply } from "../net/api";
import type { PersonDb } from "../store/open";
import type { OutboxRow, StoredRow, SyncMark } from "../store/schema";
import { nextRows } from "./outgoing";
import { nextBatch } from "./plan";
import { request } from "./request";
import type { World } from "./world";

/** A request, and its answer when that comes. */
export interface Sent {
  rows: StoredRow[];
  waiting: StoredRow[];
  /** The same as they were read for sending. */
  spoken: readonly OutboxRow[];
  /** As it was sent. */
  cursor: string | null;
  reply: Promise<Reply<SyncAnswer>>;
}

/** Of a run, what decides about its next request. */
interface Running {
  db: PersonDb;
  world: World;
  device: string;
  credential: Credential;
  mark: SyncMark;
  whole: boolean;
}

/** Sends what follows; null where that is to wait until the answer is stored, or where nothing follows. */
export async function goAhead(
  run: Running,
  { rows: sent }: Pick<Sent, "rows">,
  { feed, receipts, renew, limits }: SyncAnswer,
): Promise<Sent | null> {
  const { db, world, mark } = run;
  const plain = feed !== null && feed.reset === null && !renew && receipts.chain_matches;
  const calm = mark.mending === "none" && mark.recheck === null && mark.chain_ok && !mark.recall;
  const refused = receipts.exceptions.some(({ result }) => result === "retry");
  if (!plain || !calm || refused || run.whole || db.locked) return null;
  const batch = nextBatch(mark.batch, "well", limits.operations);
  const rows = await nextRows(db, batch, sent.at(-1)?.n);
  if (rows.length === 0 && !feed.more) return null;
  const { cursor } = feed;
  const next = { ...run, mark: { ...mark, cursor, batch } };
  const { body, spoken } = await request(next, rows, [], sent.length);
  world.onSending([...sent, ...rows].map(({ n }) => n)); // those are not laid in yet
  return { rows, spoken, waiting: [], cursor, reply: world.api.sync(body, run.credential) };
}

/** Whether the answer to it continues what is stored by now. */
export async function stillFollows(
  { db, mark, whole }: Running,
  { rows, cursor }: Sent,
): Promise<boolean> {
  const calm = mark.mending === "none" && mark.recheck === null && mark.chain_ok && !mark.recall;
  if (!calm || whole || mark.cursor !== cursor) return false;
  const [first] = rows;
  return first === undefined || (await nextRows(db, 1))[0]?.n === first.n;
}
