/**
 * Going on under another device id: after the phone was copied, or its chain broke (P104, P105). Nothing that
 * was said is lost or changed; only the numbers under which it is handed over are others.
 */
import { canonical } from "../domain/canonical";
import { digest, GENESIS, link } from "../domain/chain";
import type { Operation } from "../domain/types";
import { fenced } from "./fence";
import { getMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import type { Meta, OutboxRow, Renewal, Session, SyncMark } from "./schema";

type Head = Meta["head"];

const START: Head = { n: 0, chain: GENESIS };

/** The plan, durable before the server hears of it; one that was made before stands. Throws Fenced. */
export function planRenewal(
  db: PersonDb,
  fence: number,
  { device, why }: Pick<Renewal, "device" | "why">,
): Promise<Renewal> {
  return db.write(["outbox", "meta"], "strict", async (tx) => {
    const meta = tx.objectStore("meta");
    fenced(await getMeta(meta, "sync"), fence);
    const old = (await getMeta(meta, "device")) ?? "";
    const known = await getMeta(meta, "renewal");
    if (known?.ancestor.device === old) return known;
    const rows = await tx.objectStore("outbox").getAll(IDBKeyRange.lowerBound(1));
    const head = (await getMeta(meta, "head")) ?? START;
    const plan: Renewal = { device, why, ancestor: { device: old, n: forkOf(rows, head) } };
    fire(meta.put(plan, "renewal"));
    return plan;
  });
}

/** Up to here every operation has a receipt and is this phone's own. */
function forkOf(rows: readonly OutboxRow[], head: Head): number {
  const first = rows.find(({ receipt }) => receipt === null || receipt.result === "id_reuse");
  return first ? first.n - 1 : head.n;
}

/** The server will not have this plan; the next run makes another. */
export function dropPlan(db: PersonDb): Promise<void> {
  return db.write(["meta"], "strict", (tx) => tx.objectStore("meta").delete("renewal"));
}

/** What the server gave the new device; without a live session no `token`. */
export interface Given {
  device_token: string;
  token: string | null;
  expires_at: string | null;
}

/** Resolves once the phone is the new device, durably. Throws Fenced. */
export async function takeIdentity(
  db: PersonDb,
  fence: number,
  plan: Renewal,
  given: Given,
): Promise<void> {
  for (;;) {
    const kept = await snapshot(db);
    const open = kept.rows.filter(({ state }) => state !== "covered");
    const anew = await rewritten(open, plan.device, START);
    const head = anew.at(-1);
    const done = await db.write(["outbox", "meta"], "strict", async (tx) => {
      const [outbox, meta] = [tx.objectStore("outbox"), tx.objectStore("meta")];
      const mark = fenced(await getMeta(meta, "sync"), fence);
      if (!same(await getMeta(meta, "head"), kept.head)) return false; // another tab has saved
      const keys = pastKeys(kept.rows, kept.lowest);
      for (const row of kept.rows) {
        const n = keys.get(row.n) ?? 0;
        fire(outbox.delete(row.n));
        if (row.renewed !== undefined) fire(outbox.delete(row.renewed));
        const aside = row.state === "covered" ? row : withoutAge(row);
        fire(outbox.put({ ...aside, n, state: "past" }));
      }
      for (const [i, row] of anew.entries()) {
        fire(outbox.put({ ...row, renewed: keys.get(open[i]?.n ?? 0) ?? 0 }));
      }
      fire(meta.put(head ? { n: head.n, chain: head.chain } : START, "head"));
      fire(meta.put(plan.device, "device"));
      fire(meta.put(credentials(await getMeta(meta, "session"), given), "session"));
      const fresh: SyncMark = { ...mark, incarnation: null, chain_ok: true, asked: 0 };
      fire(meta.put(fresh, "sync"));
      fire(meta.delete("renewal"));
      return true;
    });
    if (done) return;
  }
}

/** P107: what a restored server may have lost of earlier identities is handed over again. Throws Fenced. */
export async function recallPast(db: PersonDb, fence: number): Promise<"nothing" | "recalled"> {
  for (;;) {
    const [device, { head, past }] = await Promise.all([deviceOf(db), snapshot(db)]);
    const anew = await rewritten(past, device, head);
    const last = anew.at(-1) ?? head;
    const done = await db.write(["outbox", "meta"], "strict", async (tx) => {
      const [outbox, meta] = [tx.objectStore("outbox"), tx.objectStore("meta")];
      const mark = fenced(await getMeta(meta, "sync"), fence);
      if (!same(await getMeta(meta, "head"), head)) return false;
      for (const [i, row] of anew.entries()) {
        fire(outbox.put({ ...row, renewed: past[i]?.n ?? 0 }));
      }
      for (const row of past) fire(outbox.put(withoutAge(row)));
      if (last.n > 0) fire(meta.put({ n: last.n, chain: last.chain }, "head"));
      fire(meta.put({ ...mark, recall: false }, "sync"));
      return true;
    });
    if (done) return past.length > 0 ? "recalled" : "nothing";
  }
}

async function deviceOf(db: PersonDb): Promise<string> {
  return (await db.read(["meta"], (tx) => getMeta(tx.objectStore("meta"), "device"))) ?? "";
}

interface Kept {
  head: Head;
  /** Of the present identity, in order of n. */
  rows: OutboxRow[];
  /** Covered ones of earlier identities, in the order they were said. */
  past: OutboxRow[];
  lowest: number;
}

function snapshot(db: PersonDb): Promise<Kept> {
  return db.read(["outbox", "meta"], async (tx) => {
    const [all, head] = await Promise.all([
      tx.objectStore("outbox").getAll(),
      getMeta(tx.objectStore("meta"), "head"),
    ]);
    return {
      head: head ?? START,
      rows: all.filter(({ n }) => n > 0),
      past: all.filter(({ n, covered_at }) => n < 0 && covered_at !== undefined).reverse(),
      lowest: Math.min(0, all[0]?.n ?? 0),
    };
  });
}

/** The same operations as the device's next ones: only `n` and `author.device` are others (P105). */
async function rewritten(
  rows: readonly OutboxRow[],
  device: string,
  from: Head,
): Promise<OutboxRow[]> {
  const anew: OutboxRow[] = [];
  let head = from;
  for (const { covered_at: _, renewed: __, ...row } of rows) {
    const old = JSON.parse(row.text) as Operation;
    const n = head.n + 1;
    const text = canonical({ ...old, n, author: { ...old.author, device } });
    const hash = await digest(text);
    const chain = await link(head.chain, hash);
    anew.push({ ...row, n, text, hash, before: head.chain, chain, state: "queued", receipt: null });
    head = { n, chain };
  }
  return anew;
}

/** Where the old rows go: below everything that went there before. */
function pastKeys(rows: readonly OutboxRow[], lowest: number): Map<number, number> {
  return new Map(rows.map(({ n }, i) => [n, lowest - 1 - i]));
}

/** An old row that waits for the receipt of its new one is neither released by age nor recalled again. */
function withoutAge({ covered_at: _, ...row }: OutboxRow): OutboxRow {
  return row;
}

function same(head: Head | undefined, known: Head): boolean {
  return (head?.n ?? 0) === known.n && (head?.chain ?? GENESIS) === known.chain;
}

/** Without a new token the old one stays: it says who is here, and the server that it has ended. */
function credentials(session: Session | undefined, given: Given): Session {
  const { device_token, token, expires_at } = given;
  const known = session ?? { token, expires_at: expires_at ?? "", signed_in_at: "" };
  const live = token !== null && known.token !== null;
  return { ...known, device_token, ...(live ? { token, expires_at: expires_at ?? "" } : {}) };
}

/**
 * What a sign-in as `device` brought. False, and nothing is written, where the phone has become another device
 * meanwhile.
 */
export function rememberSession(
  db: PersonDb,
  { device, session, me }: Pick<Meta, "device" | "session" | "me">,
): Promise<boolean> {
  return db.write(["meta"], "strict", async (tx) => {
    const meta = tx.objectStore("meta");
    const known = await getMeta(meta, "device");
    if (known !== undefined && known !== device) return false;
    for (const [key, value] of Object.entries({ device, session, me })) {
      fire(meta.put(value, key as keyof Meta));
    }
    return true;
  });
}

/** Ends the session and returns its token; the device's own credential stays. */
export function forgetToken(db: PersonDb): Promise<string | null> {
  return db.write(["meta"], "strict", async (tx) => {
    const meta = tx.objectStore("meta");
    const session = await getMeta(meta, "session");
    if (!session) return null;
    fire(meta.put({ ...session, token: null }, "session"));
    return session.token;
  });
}
