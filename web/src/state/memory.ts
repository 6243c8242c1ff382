/** What is open now: whose database, and its one-of-a-kind values. The other files of state/ stand on it. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Me } from "../domain/types";
import type { SignedIn } from "../net/api";
import { FIRST_MARK } from "../store/meta";
import type { Newsroom } from "../store/news";
import { type PersonDb, PhoneDb } from "../store/open";
import type { Session, SyncMark } from "../store/schema";

export interface Open {
  db: PersonDb;
  news: Newsroom;
}

/** Undefined until the phone has been looked at, null while nobody is here. */
export const open = signal<Open | null | undefined>(undefined);
export const me = signal<Me | null>(null);
export const session = signal<Session | null>(null);
export const mark = signal<SyncMark>(FIRST_MARK);
/** A sign-in whose person has still to give a PIN: what it brought is stored only under their key. */
export const arrived = signal<{ answer: SignedIn; device: string; at: string } | null>(null);
/** Counts saves, so that syncing starts after each. */
export const saves = signal(0);

const trouble = signal<"blocked" | "superseded" | null>(null);
/** `blocked`: close the other tabs, they hold an old version open · `superseded`: this page must be loaded again. */
export const storeTrouble: ReadonlySignal<"blocked" | "superseded" | null> = trouble;
export function noteTrouble(what: "blocked" | "superseded"): void {
  trouble.value = what;
}

export const phone = new PhoneDb(noteTrouble);

const keepers = new Set<() => Promise<void>>();
/** Has `keep` called before the person who is here is locked out; until the returned function is called. */
export function beforeLeaving(keep: () => Promise<void>): () => void {
  keepers.add(keep);
  return () => keepers.delete(keep);
}

/** Writes what was typed a moment ago. */
export async function keepTyped(): Promise<void> {
  await Promise.all([...keepers].map((keep) => keep()));
}

/** The person who is here. Throws where a screen acts with nobody here: a bug. */
export function here(): Open & { me: Me } {
  if (!open.value || !me.value) throw new Error("nobody is here");
  return { ...open.value, me: me.value };
}

/** A moment as the wire has it. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

export function chance(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}
