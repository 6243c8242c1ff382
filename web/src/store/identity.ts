/**
 * Going on under another device id: after the phone was copied, or its chain broke (P104, P105). Nothing that
 * was said is lost or changed; only the numbers under which it is handed over are others. It needs the person's
 * key, since what is said is under it: a locked phone waits for its person.
 */
import type { SealKey } from "../crypto/seal";
import { canonical } from "../domain/canonical";
import { digest, GENESIS, link } from "../domain/chain";
import type { Operation } from "../domain/types";
import { boxOf } from "./boxes";
import { fenced } from "./fence";
import { getMeta, openMeta, readMeta, sameMeta, sealMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import type { Meta, Renewal, SealedRow, Session, StoredRow, SyncMark } from "./schema";
import { openRow, sealKeyOf, sealRow } from "./sealing";

type Head = Meta["head"];

const START: Head = { n: 0, chain: GENESIS };

/** What the server gave the new device; without a live session no `token`. */
export interface Given {
  device_token: string;
  token: string | null;
  expires_at: string | null;
}

/** Resolves once the phone is the new device, durably. Throws Fenced, Locked. */
export async function takeIdentity(
  db: PersonDb,
  fence: number,
  plan: Renewal,
  given: Given,
): Promise<void> {
  for (;;) {
    const kept = await snapshot(db);
    const open = kept.rows.filter(({ state, emptied }) => state !== "covered" && !emptied);
    const anew = await rewritten(db, open, { ...kept, device: plan.device, head: START });
    const session = credentials(await openMeta(db, "session", kept.session), given);
    const secrets = await sealMeta(db, { head: anew.head, session });
    const done = await db.write(["outbox", "meta"], "strict", async (tx) => {
      const [outbox, meta] = [tx.objectStore("outbox"), tx.objectStore("meta")];
      const mark = fenced(await getMeta(meta, "sync"), fence);
      if (!(await untouched(meta, kept))) return false; // another tab has saved, or signed out
      const keys = pastKeys(kept.rows, kept.lowest);
      for (const row of kept.rows) {
        const n = keys.get(row.n) ?? 0;
        fire(outbox.delete(row.n));
        if (row.renewed !== undefined) fire(outbox.delete(row.renewed));
        const aside = row.state === "covered" ? row : withoutAge(row);
        fire(outbox.put({ ...aside, n, state: "past" }));
      }
      for (const [i, row] of anew.rows.entries()) {
        fire(outbox.put({ ...row, renewed: keys.get(open[i]?.n ?? 0) ?? 0 }));
      }
      for (const [key, value] of secrets) fire(meta.put(value, key));
      fire(meta.put(plan.device, "device"));
      const fresh: SyncMark = { ...mark, incarnation: null, chain_ok: true, asked: 0 };
      fire(meta.put(fresh, "sync"));
      fire(meta.delete("renewal"));
      return true;
    });
    if (done) return;
  }
}

/** P107: what a restored server may have lost of earlier identities is handed over again. Throws Fenced, Locked. */
export async function recallPast(db: PersonDb, fence: number): Promise<"nothing" | "recalled"> {
  for (;;) {
    const kept = await snapshot(db);
    const { past } = kept;
    const head = (await openMeta(db, "head", kept.head)) ?? START;
    const anew = await rewritten(db, past, { ...kept, head });
    const secrets = anew.head.n > 0 ? await sealMeta(db, { head: anew.head }) : [];
    const done = await db.write(["outbox", "meta"], "strict", async (tx) => {
      const [outbox, meta] = [tx.objectStore("outbox"), tx.objectStore("meta")];
      const mark = fenced(await getMeta(meta, "sync"), fence);
      if (!(await untouched(meta, kept))) return false;
      for (const [i, row] of anew.rows.entries()) {
        fire(outbox.put({ ...row, renewed: past[i]?.n ?? 0 }));
      }
      for (const row of past) fire(outbox.put(withoutAge(row)));
      for (const [key, value] of secrets) fire(meta.put(value, key));
      fire(meta.put({ ...mark, recall: false }, "sync"));
      return true;
    });
    if (done) return past.length > 0 ? "recalled" : "nothing";
  }
}

interface Kept {
  device: string;
  /** As they are stored. */
  head: unknown;
  session: unknown;
  seal: SealKey | null;
  /** Of the present identity, in order of n. */
  rows: StoredRow[];
  /** Covered ones of earlier identities, in the order they were said. */
  past: StoredRow[];
  lowest: number;
}

async function snapshot(db: PersonDb): Promise<Kept> {
  const seal = sealKeyOf((await readMeta(db, "me"))?.me);
  return db.read(["outbox", "meta"], async (tx) => {
    const meta = tx.objectStore("meta");
    const [all, head, session, device] = await Promise.all([
      tx.objectStore("outbox").getAll(),
      meta.get("head"),
      meta.get("session"),
      getMeta(meta, "device"),
    ]);
    return {
      device: device ?? "",
      head,
      session,
      seal,
      rows: all.filter(({ n }) => n > 0),
      past: all.filter(isPast).reverse(),
      lowest: Math.min(0, all[0]?.n ?? 0),
    };
  });
}

/** Covered ones of earlier identities that still say something (P144). */
function isPast({ n, covered_at, emptied }: StoredRow): boolean {
  return n < 0 && covered_at !== undefined && !emptied;
}

async function untouched(
  meta: { get: (key: "head" | "session") => Promise<unknown> },
  kept: Kept,
): Promise<boolean> {
  const [head, session] = await Promise.all([meta.get("head"), meta.get("session")]);
  return sameMeta(kept.head, head) && sameMeta(kept.session, session);
}

/** The same operations as the device's next ones: only `n` and `author.device` are others (P105). */
async function rewritten(
  db: PersonDb,
  stored: readonly StoredRow[],
  { device, seal, head: from }: Pick<Kept, "device" | "seal"> & { head: Head },
): Promise<{ rows: SealedRow[]; head: Head }> {
  const rows: SealedRow[] = [];
  let head = from;
  for (const each of stored) {
    const { covered_at: _, renewed: __, ...row } = await openRow(db, each);
    const old = JSON.parse(row.text) as Operation;
    const n = head.n + 1;
    const text = canonical({ ...old, n, author: { ...old.author, device } });
    const hash = await digest(text);
    const chain = await link(head.chain, hash);
    const said = { n, text, hash, before: head.chain, chain };
    const anew = { ...row, ...said, state: "queued" as const, receipt: null };
    rows.push(await sealRow(db, anew, await boxOf(anew, { seal, device })));
    head = { n, chain };
  }
  return { rows, head };
}

/** Where the old rows go: below everything that went there before. */
function pastKeys(rows: readonly StoredRow[], lowest: number): Map<number, number> {
  return new Map(rows.map(({ n }, i) => [n, lowest - 1 - i]));
}

/** An old row that waits for the receipt of its new one is neither released by age nor recalled again. */
function withoutAge({ covered_at: _, ...row }: StoredRow): StoredRow {
  return row;
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
export async function rememberSession(
  db: PersonDb,
  brought: Pick<Meta, "device"> & Partial<Meta>,
): Promise<boolean> {
  const rows = await sealMeta(db, brought);
  return db.write(["meta"], "strict", async (tx) => {
    const meta = tx.objectStore("meta");
    const known = await getMeta(meta, "device");
    if (known !== undefined && known !== brought.device) return false;
    for (const [key, value] of rows) fire(meta.put(value, key));
    return true;
  });
}

/** Ends the session and returns its token; the device's own credential stays. Throws Locked. */
export async function forgetToken(db: PersonDb): Promise<string | null> {
  for (;;) {
    const found = await db.read(["meta"], (tx) => tx.objectStore("meta").get("session"));
    const session = await openMeta(db, "session", found);
    if (!session) return null;
    const rows = await sealMeta(db, { session: { ...session, token: null } });
    const done = await db.write(["meta"], "strict", async (tx) => {
      const meta = tx.objectStore("meta");
      if (!sameMeta(found, await meta.get("session"))) return false;
      for (const [key, value] of rows) fire(meta.put(value, key));
      return true;
    });
    if (done) return session.token;
  }
}
