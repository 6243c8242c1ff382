/** What waits for an admin, as the server last listed it, less what was decided here. */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Waiting } from "../domain/waiting";
import { quarantinePage } from "../net/api";
import type { Refused } from "./desk";
import { open, session } from "./memory";
import { type Decided, decisions } from "./picture";
import { type Held, keyOf, stillOpen } from "./quarantine-list";

export type { Held } from "./quarantine-list";
export { keyOf } from "./quarantine-list";

interface Listed {
  rows: readonly Waiting[];
  count: number;
  next: string | null;
}
const listed = signal<Listed | null>(null);
const trouble = signal<Refused | null>(null);
/** The last decision on each operation since this person is here: the feed forgets one before the list does. */
const decided = signal<ReadonlyMap<string, Decided>>(new Map());

effect(() => {
  const known = new Map(decided.peek());
  for (const one of decisions.value) known.set(keyOf(one.operation.about), one);
  decided.value = known;
});
let whose = open.peek()?.db;
effect(() => {
  const now = open.value?.db;
  if (now === whose) return;
  whose = now;
  decided.value = new Map();
  listed.value = null;
});

export interface HeldList {
  /** Null before the first answer. */
  rows: readonly Held[] | null;
  /** All that wait, those not loaded too. */
  count: number;
  more: boolean;
  problem: Refused | null;
}

export const held: ReadonlySignal<HeldList> = computed(() => {
  const { value } = listed;
  const problem = trouble.value;
  if (value === null) return { rows: null, count: 0, more: false, problem };
  const rows = stillOpen(value.rows, decided.value);
  const count = value.count - (value.rows.length - rows.length);
  return { rows, count, more: value.next !== null, problem };
});

/** Asks again for as much as was loaded before. */
export async function loadHeld(): Promise<void> {
  const loaded = listed.value?.rows.length ?? 0;
  let found = await onePage(null);
  while (found?.next && found.rows.length < loaded) found = await onePage(found);
  if (found) listed.value = found;
}

export async function loadMoreHeld(): Promise<void> {
  const found = listed.value?.next ? await onePage(listed.value) : null;
  if (found) listed.value = found;
}

/** One page more; null where it could not be had, which `held` tells. */
async function onePage(before: Listed | null): Promise<Listed | null> {
  const token = session.value?.token;
  if (!token) {
    trouble.value = "refused";
    return null;
  }
  const reply = await quarantinePage(before?.next ?? null, { kind: "bearer", token });
  if (reply.kind !== "ok") {
    trouble.value = reply.kind === "unreachable" ? "offline" : "refused";
    return null;
  }
  trouble.value = null;
  const { items, count, next } = reply.body;
  return { rows: [...(before?.rows ?? []), ...items], count, next };
}
