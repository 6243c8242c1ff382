/**
 * Where each registration of the replica is: the pages' own lists, replayed in their order (P125).
 *
 * A page is never changed. What a later one holds wins; `left` and `gone` take back what earlier ones hold.
 */
import type { Weight } from "../domain/tally";
import type { ReadStore } from "./idb";
import { getMeta } from "./meta";
import type { PersonDb } from "./open";
import type { PageRow, Paging, PersonSchema } from "./schema";

export interface Place {
  page: number;
  generation: number;
  left: boolean;
  weight: Weight;
}

export const FIRST_PAGING: Paging = { next: 1, writes: 0 };

export class Directory {
  readonly places = new Map<string, Place>();
  /** Every page, and how many registrations it was written with. */
  readonly pages = new Map<number, number>();

  constructor(
    public paging: Paging,
    rows: readonly PageRow[] = [],
  ) {
    for (const row of rows) this.add(row);
  }

  add({ page, generation, ids, weights, left, gone }: PageRow): void {
    this.pages.set(page, ids.length);
    for (const [i, id] of ids.entries()) {
      const weight = weights[i];
      if (weight) this.places.set(id, { page, generation, left: false, weight });
    }
    for (const id of left) {
      const place = this.places.get(id);
      if (place) this.places.set(id, { ...place, generation, left: true });
    }
    for (const id of gone) this.places.delete(id);
  }

  /** Registrations that the pages hold, superseded ones too. */
  get written(): number {
    let sum = 0;
    for (const count of this.pages.values()) sum += count;
    return sum;
  }
}

/** A transaction over these three stores, and perhaps others. */
export interface Reading {
  objectStore<Name extends "pages" | "bodies" | "meta">(name: Name): ReadStore<PersonSchema[Name]>;
}

/** The last directory of each open database; taken out while a transaction changes it. */
const known = new WeakMap<PersonDb, Directory>();

/** The directory of this moment. A page whose body is lost is not in it, so that it is missed and repaired (P58). */
export async function readDirectory(db: PersonDb, tx: Reading): Promise<Directory> {
  const pages = tx.objectStore("pages");
  const [paging, listed, bodies] = await Promise.all([
    getMeta(tx.objectStore("meta"), "pages"),
    pages.getAllKeys() as Promise<number[]>,
    tx.objectStore("bodies").getAllKeys() as Promise<number[]>,
  ]);
  const cached = known.get(db);
  known.delete(db);
  const there = new Set(bodies);
  const same =
    cached?.paging.writes === paging?.writes &&
    cached?.pages.size === listed.length &&
    listed.every((page) => cached.pages.get(page) === 0 || there.has(page));
  if (cached && same) return cached;
  const rows = (await pages.getAll()) as PageRow[];
  const whole = rows.filter(({ page, ids }) => ids.length === 0 || there.has(page));
  return new Directory(paging ?? FIRST_PAGING, whole);
}

/** The directory as a transaction that has been committed left it. */
export function keepDirectory(db: PersonDb, directory: Directory): void {
  known.set(db, directory);
}
