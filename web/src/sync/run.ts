/**
 * One sync run: hand over what is queued, take in what is told, until neither is left.
 *
 * It may be cut off between any two awaits: what was sent is sent again and gets the same receipts (P43),
 * what was pulled is pulled again from the stored cursor.
 */
import type { Problem, SyncAnswer } from "../domain/types";
import type { Credential, Reply } from "../net/api";
import { type Taken, takeAnswer } from "../store/answer";
import { sayAgain } from "../store/boxes";
import { Fenced } from "../store/errors";
import { fade } from "../store/fading";
import { beginRun, noteRun } from "../store/fence";
import { dropPlan, lowerFork, planRenewal } from "../store/fork";
import { recallPast, takeIdentity } from "../store/identity";
import { mergePages } from "../store/merging";
import { readAccess, readMeta, writeMeta } from "../store/meta";
import type { PersonDb } from "../store/open";
import { MOST_WAITING, receiptedRows, waitingRows } from "../store/outbox";
import { toldWhole } from "../store/own";
import type { Renewal, StoredRow, SyncMark } from "../store/schema";
import { shredPages } from "../store/shredding";
import { goAhead, type Sent, stillFollows } from "./ahead";
import { tellKey } from "./courier";
import { nextRows } from "./outgoing";
import { nextBatch } from "./plan";
import { request } from "./request";
import type { World } from "./world";

/** `push_only` hands over with the phone's own credential (P1); a locked person's run is never another (P124). */
export type Reach = "all" | "push_only";

/**
 * How a run ended. `unreachable`: no answer · `refused`: the server said no to the whole request · `stuck`:
 * it took nothing of what was sent · `overtaken`: another run has begun.
 */
export type Outcome =
  | { kind: "complete"; reading: SyncAnswer["reading"] }
  | { kind: "unreachable" }
  | { kind: "refused"; problem: Problem }
  | { kind: "stuck" }
  | { kind: "overtaken" }
  | { kind: "no_session" };

export interface Run {
  db: PersonDb;
  world: World;
  reach: Reach;
  device: string;
  device_token: string;
  credential: Credential;
  mark: SyncMark;
  /** Operations that one request may carry, as the server announced. */
  most: number;
  /** Waiting operations are asked about once a run. */
  asked: boolean;
  /** The next request, where it is on its way already (P185). */
  ahead: Sent | null;
  /** Everything is to be told whole: something could not be worked out (P184). */
  whole: boolean;
  was_reset: boolean;
  /** The server was restored: what it was told beside operations is told again. */
  was_restored: boolean;
  /** The server's clock, as it last told it. */
  server_time: string;
  /** One new identity a run is enough (L6). */
  renewed: boolean;
}

export async function syncOnce(db: PersonDb, world: World, reach: Reach): Promise<Outcome> {
  try {
    const run = await begin(db, world, reach);
    if (run === null) return { kind: "no_session" };
    if (!db.locked) await sayAgain(db, run.mark.fence);
    for (;;) {
      const outcome = await exchange(run);
      if (outcome === "again") continue;
      if (outcome.kind === "complete") {
        // Another road for what waits, and none that this one depends on.
        await tellKey(run, world.api, run.credential).catch(() => {});
      }
      if (outcome.kind === "complete" && !db.locked) {
        await shredPages(db, run.mark.fence);
        await letGo(run, outcome.reading);
        await refreshMe(run);
        await mergePages(db, run.mark.fence);
      }
      return outcome;
    }
  } catch (error) {
    if (error instanceof Fenced) return { kind: "overtaken" };
    throw error;
  } finally {
    world.onSending([]);
  }
}

async function begin(db: PersonDb, world: World, reach: Reach): Promise<Run | null> {
  const [device, access] = await Promise.all([readMeta(db, "device"), readAccess(db)]);
  if (!device || !access) return null;
  const mark = await beginRun(db, world.clock());
  const { device_token } = access;
  const token = db.locked || reach === "push_only" ? null : (await readMeta(db, "session"))?.token;
  const credential: Credential = token
    ? { kind: "bearer", token }
    : { kind: "device", token: device_token };
  const none = { asked: false, ahead: null, whole: false, was_reset: false, was_restored: false };
  const first = { most: 500, server_time: "", renewed: false, ...none };
  return { db, world, reach, device, device_token, credential, mark, ...first };
}

/** One request and what its answer asks for. */
async function exchange(run: Run): Promise<Outcome | "again"> {
  if (run.mark.recall && !run.db.locked) await recall(run);
  const { db, world } = run;
  const sent = await sending(run);
  const { rows, waiting } = sent;
  const { mark } = run;
  const reply = await sent.reply;
  // Going on as another device writes what is unsent anew: that waits for its person (P124).
  const readable = !db.locked;
  if (readable && reply.kind === "problem" && reply.problem.code === "copied") {
    return renew(run, "copied");
  }
  if (reply.kind === "problem" && reply.problem.code === "invalid_request" && !run.whole) {
    run.whole = true; // P188: it may be a process from before this app
    return "again";
  }
  if (reply.kind !== "ok") return refused(run, reply, rows.length);
  run.ahead = await goAhead(run, sent, reply.body);
  const answer = await toldWhole(db, reply.body, sent.spoken);
  const untold = reply.body.feed !== null && answer.feed === null;
  run.whole ||= untold;
  const taken = await takeAnswer(db, {
    fence: mark.fence,
    asked: [...rows, ...waiting],
    cursor: sent.cursor,
    answer,
    now: world.clock(),
    traffic: reply.bytes,
  });
  run.asked = true;
  run.most = answer.limits.operations;
  run.server_time = answer.server_time;
  run.was_reset ||= answer.feed?.reset === "view";
  run.was_restored ||= answer.feed?.reset === "epoch";
  run.mark = taken.mark;
  const last = waiting.length === MOST_WAITING ? waiting.at(-1) : undefined;
  if (last) await note(run, { asked: last.n });
  world.onTaken(taken);
  if (answer.renew && readable) return renew(run, "chain");
  const next = await after(run, rows, taken, answer);
  return untold && next !== "again" && next.kind === "complete" ? "again" : next;
}

/** The request that is on its way, where its answer still follows what is stored (P186); else another. */
async function sending(run: Run): Promise<Sent> {
  const { db, world, mark, ahead } = run;
  run.ahead = null;
  if (ahead) {
    if (await stillFollows(run, ahead)) return ahead;
    await ahead.reply; // as good as lost
  }
  const rows = await nextRows(db, Math.min(mark.batch, run.most));
  const waiting = await askedAbout(run);
  const { body, spoken } = await request(run, rows, waiting);
  world.onSending(rows.map(({ n }) => n));
  return {
    rows,
    waiting,
    spoken,
    cursor: mark.cursor,
    reply: world.api.sync(body, run.credential),
  };
}

/** What is asked about beside what is pushed: what waits, once a run; after a restore everything, in parts (P114). */
async function askedAbout({ db, mark, asked }: Run): Promise<StoredRow[]> {
  if (db.locked) return []; // P124
  if (mark.recheck !== null) return receiptedRows(db, mark.recheck);
  return asked ? [] : waitingRows(db, mark.asked ?? 0);
}

async function after(
  run: Run,
  rows: readonly StoredRow[],
  taken: Taken,
  answer: SyncAnswer,
): Promise<Outcome | "again"> {
  // Also what a restored server lost of those before them: it is sent first now (P35).
  const last = rows.at(-1)?.n ?? 0;
  const moved = [...taken.moved].some((n) => n <= last);
  if (rows.length > 0 && !moved) return { kind: "stuck" };
  if (run.mark.batch < run.most) {
    await note(run, { batch: nextBatch(run.mark.batch, "well", run.most) });
  }
  if (answer.feed?.more || (await nextRows(run.db, 1)).length > 0) return "again";
  if (run.mark.recheck !== null && !run.db.locked) return "again";
  if (answer.feed && run.mark.mending !== "none") return "again"; // P58; ends by P59
  return { kind: "complete", reading: answer.reading };
}

/** No answer, or a refusal of the whole request: what may still be tried. */
async function refused(
  run: Run,
  reply: Exclude<Reply<SyncAnswer>, { kind: "ok" }>,
  sent: number,
): Promise<Outcome | "again"> {
  if (reply.kind === "unreachable") {
    if (reply.timed_out) await note(run, { batch: nextBatch(run.mark.batch, "slow", run.most) });
    return { kind: "unreachable" };
  }
  const { problem } = reply;
  const ended = problem.status === 401 || OF_NO_USE.has(problem.code);
  if (ended && run.credential.kind === "bearer") {
    // P1: what is pending is handed over with the device's own credential; only reading stops.
    run.credential = { kind: "device", token: run.device_token };
    await note(run, { reading: "session_expired" });
    return "again";
  }
  if (problem.code === "bad_cursor" && run.mark.cursor !== null) {
    await note(run, { cursor: null });
    return "again";
  }
  if (TOO_MUCH.has(problem.code) && sent > 1) {
    await note(run, { batch: nextBatch(Math.min(run.mark.batch, sent), "slow", run.most) });
    return "again";
  }
  return { kind: "refused", problem };
}

/** `wrong_device`: the session is of the device that the phone was before. */
const OF_NO_USE: ReadonlySet<string> = new Set(["device_ended", "wrong_device"]);
const TOO_MUCH: ReadonlySet<string> = new Set(["too_large", "too_many_operations"]);

async function note(run: Run, patch: Partial<SyncMark>): Promise<void> {
  run.mark = await noteRun(run.db, run.mark.fence, { ...patch, beat: run.world.clock() });
}

/** Goes on as another device; what is not covered is then handed over under its numbers. */
async function renew(run: Run, why: Renewal["why"]): Promise<Outcome | "again"> {
  if (run.renewed) return { kind: "stuck" };
  const { db, world, mark } = run;
  const plan = await planRenewal(db, mark.fence, { device: world.newId(), why });
  const reply = await world.api.renew(plan, run.credential);
  if (reply.kind === "unreachable") return { kind: "unreachable" };
  if (reply.kind === "problem") {
    if (reply.problem.code === "invalid_request" && plan.ancestor.n > 0) {
      await lowerFork(db, mark.fence, plan); // P130: it stands in the place of the plan
      await world.onRenewed();
      return renew(run, why);
    }
    const next = await refused(run, reply, 0);
    if (next !== "again") await dropPlan(db);
    return next;
  }
  await takeIdentity(db, mark.fence, plan, reply.body);
  await world.onRenewed();
  const begun = await begin(db, world, run.reach);
  if (begun === null) return { kind: "no_session" };
  Object.assign(run, begun, { renewed: true });
  return "again";
}

async function recall(run: Run): Promise<void> {
  const done = await recallPast(run.db, run.mark.fence);
  if (done === "recalled") await run.world.onRenewed();
  run.mark = { ...run.mark, recall: false };
}

/** P146: by the server's clock alone, and only from an answer that has told everything. */
async function letGo({ db, world, mark, server_time }: Run, reading: string): Promise<void> {
  if (reading !== "ok") return;
  const faded = await fade(db, mark.fence, server_time);
  if (faded.length > 0) world.onFaded(faded);
}

const ME_FRESH_MS = 3_600_000;

/** Names, clinics and settings: once an hour, and when the view has changed. */
async function refreshMe(run: Run): Promise<void> {
  const { db, world, credential } = run;
  if (credential.kind !== "bearer" || run.mark.reading !== "ok") return;
  const known = await readMeta(db, "me");
  const age = world.clock() - Date.parse(known?.at ?? "1970-01-01");
  // An older app kept none of the server's key: what it kept is asked for anew.
  if (age < ME_FRESH_MS && !run.was_reset && known?.me.seal) return;
  const reply = await world.api.me(credential);
  if (reply.kind !== "ok") return;
  await writeMeta(db, { me: { me: reply.body, at: new Date(world.clock()).toISOString() } });
  world.onMe();
}
