/**
 * Taking over a database that an app before 0.3 has written in clear (P126): all of it under a new key in one
 * strict transaction, or none of it. The bytes of an operation stay what they are.
 */
import { type Weight, weigh } from "../domain/tally";
import { boxOf } from "./boxes";
import { FIRST_PAGING, type Place } from "./directory";
import { pageOf } from "./merging";
import { getMeta, type MetaRow, sealMeta } from "./meta";
import { fire, type PersonDb } from "./open";
import type {
  Meta,
  OldReplicaRow,
  PageRow,
  PhotoBytes,
  SealedRow,
  StoredDraft,
  StoredRow,
  SyncMark,
  Vault,
} from "./schema";
import { openDraft, openPhoto, sealDraft, sealKeyOf, sealPhoto, sealRow } from "./sealing";

/** Registrations a page. */
const SIZE = 250;

interface Old {
  outbox: StoredRow[];
  drafts: StoredDraft[];
  replica: OldReplicaRow[];
  photos: PhotoBytes[];
  head: Meta["head"] | undefined;
  me: Meta["me"] | undefined;
  session: Meta["session"] | undefined;
  device: string | undefined;
  mark: SyncMark | undefined;
  locked: boolean;
}

interface New {
  outbox: SealedRow[];
  drafts: StoredDraft[];
  photos: PhotoBytes[];
  pages: Awaited<ReturnType<typeof pageOf>>[];
  meta: MetaRow[];
}

/**
 * Puts the database under this vault, whose key `db` was opened with; what stood in it in clear is taken over.
 * Resolves once it is durable: false where another tab has set a PIN first, which then stands. A run meanwhile
 * makes it begin again.
 */
export async function takeOver(db: PersonDb, vault: Vault): Promise<boolean> {
  for (;;) {
    const old = await readOld(db);
    if (old.locked) return false;
    const made = await underKey(db, old);
    if (await replaced(db, { old, made, vault })) return true;
  }
}

function readOld(db: PersonDb): Promise<Old> {
  return db.read(["outbox", "drafts", "replica", "photo_bytes", "meta"], async (tx) => {
    const meta = tx.objectStore("meta");
    const [outbox, drafts, replica, photos, head, me, session] = await Promise.all([
      tx.objectStore("outbox").getAll(),
      tx.objectStore("drafts").getAll(),
      tx.objectStore("replica").getAll(),
      tx.objectStore("photo_bytes").getAll(),
      meta.get("head") as Promise<Old["head"]>,
      meta.get("me") as Promise<Old["me"]>,
      meta.get("session") as Promise<Old["session"]>,
    ]);
    const [device, mark, vault] = await Promise.all([
      getMeta(meta, "device"),
      getMeta(meta, "sync"),
      getMeta(meta, "vault"),
    ]);
    const locked = vault !== undefined;
    return { outbox, drafts, replica, photos, head, me, session, device, mark, locked };
  });
}

async function underKey(db: PersonDb, old: Old): Promise<New> {
  const { head, me, session } = old;
  const seal = sealKeyOf(me?.me);
  const values = { ...(head && { head }), ...(me && { me }), ...(session && { session }) };
  const [outbox, drafts, photos, pages, meta] = await Promise.all([
    Promise.all(
      old.outbox.map(async (row) => {
        if ("body" in row) return row;
        return sealRow(db, row, await boxOf(row, { seal, device: old.device ?? "" }));
      }),
    ),
    Promise.all(old.drafts.map(async (row) => sealDraft(db, await openDraft(db, row)))),
    Promise.all(
      old.photos.map(async (row) => ({
        ...row,
        data: await sealPhoto(db, row, await openPhoto(db, row)),
      })),
    ),
    pagesOf(db, old.replica),
    sealMeta(db, values),
  ]);
  return { outbox, drafts, photos, pages, meta };
}

async function pagesOf(db: PersonDb, replica: readonly OldReplicaRow[]): Promise<New["pages"]> {
  const weights = await Promise.all(
    replica.map((row): Promise<Weight> => weigh(row.registration, row.entry.seq)),
  );
  const places = new Map<string, Place>();
  for (const [i, { registration, generation, left }] of replica.entries()) {
    const weight = weights[i] as Weight;
    places.set(registration, { page: 0, generation, left, weight });
  }
  const pages: New["pages"] = [];
  for (const rows of sameGeneration(replica)) {
    const made = await pageOf(db, FIRST_PAGING.next + pages.length, rows, { places });
    const left = rows.filter((row) => row.left).map(({ registration }) => registration);
    pages.push({ ...made, row: { ...made.row, left } satisfies PageRow });
  }
  return pages;
}

/** Rows by the page, each page of one generation. */
function sameGeneration(replica: readonly OldReplicaRow[]): OldReplicaRow[][] {
  const found: OldReplicaRow[][] = [];
  for (const row of replica.toSorted((a, b) => a.generation - b.generation)) {
    const last = found.at(-1);
    if (last && last.length < SIZE && last[0]?.generation === row.generation) last.push(row);
    else found.push([row]);
  }
  return found;
}

/** False where a run or another tab has written since `old` was read; nothing is written then. */
function replaced(
  db: PersonDb,
  { old, made, vault }: { old: Old; made: New; vault: Vault },
): Promise<boolean> {
  const names = [
    ...(["outbox", "drafts", "replica", "photo_bytes"] as const),
    ...(["pages", "bodies", "meta"] as const),
  ];
  return db.write([...names], "strict", async (tx) => {
    const meta = tx.objectStore("meta");
    const [mark, known] = await Promise.all([getMeta(meta, "sync"), getMeta(meta, "vault")]);
    // Every write of a run changes its mark; nobody else writes before there is a PIN.
    if (known || JSON.stringify(mark) !== JSON.stringify(old.mark)) return false;
    for (const row of made.outbox) fire(tx.objectStore("outbox").put(row));
    for (const row of made.drafts) fire(tx.objectStore("drafts").put(row));
    for (const row of made.photos) fire(tx.objectStore("photo_bytes").put(row));
    fire(tx.objectStore("replica").clear());
    for (const { row, body } of made.pages) {
      fire(tx.objectStore("pages").put(row));
      if (body) fire(tx.objectStore("bodies").put(body, row.page));
    }
    for (const [key, value] of made.meta) fire(meta.put(value, key));
    fire(meta.put({ next: FIRST_PAGING.next + made.pages.length, writes: 1 }, "pages"));
    fire(meta.put(vault, "vault"));
    // A run that has begun on the old rows writes nothing more.
    if (mark) fire(meta.put({ ...mark, fence: mark.fence + 1 }, "sync"));
    return true;
  });
}
