/** What is known of sending, and starting it. */
import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { api } from "../net/api";
import type { Taken } from "../store/answer";
import { loadAll } from "../store/load";
import { readMeta } from "../store/meta";
import { alone } from "../sync/lock";
import { type Ended, Loop } from "../sync/loop";
import { health, syncPhone } from "../sync/phone";
import { type Outcome, syncOnce } from "../sync/run";
import { askBackgroundSync, listen } from "../sync/triggers";
import type { World } from "../sync/world";
import { loadDrafts } from "./drafts";
import { mark, me, type Open, open, saves, session } from "./memory";
import { loadPeople } from "./people";
import {
  loadPhotos,
  photoLane,
  photosAfterData,
  photosYield,
  startPhotos,
  stopPhotos,
} from "./photos";
import { apply, clear, registrations, showSending, type Unsent, unsent } from "./picture";

const connected = signal(true);
const reached = signal(true);
const running = signal(false);
/** Counts runs that met the server: what colleagues' work came to may be new. */
export const ran = signal(0);
/** Unsent operations when the present sending began. */
const total = signal(0);

/** Whether the server is within reach, as far as the last try and the browser know. */
export const online: ReadonlySignal<boolean> = computed(() => connected.value && reached.value);

export type StripForm = "offline" | "sending" | "sent" | "password" | "ready" | "photos";
export interface Strip {
  form: StripForm;
  unsent: number;
  /** Photos that the server does not have yet. */
  photos: number;
  done: number;
  total: number;
  /** Last contact. */
  at: string | null;
}

/** The one line about sending; "sent" only from stored receipts. */
export const strip: ReadonlySignal<Strip> = computed(() => {
  const left = unsent.value.size;
  const all = Math.max(total.value, left);
  return {
    form: formOf(left),
    unsent: left,
    photos: photosLeft(),
    done: all - left,
    total: all,
    at: mark.value.contact_at,
  };
});

function photosLeft(): number {
  const { done, total } = photoLane.value;
  return total - done;
}

function formOf(left: number): StripForm {
  if (mark.value.reading !== "ok") return "password";
  if (left > 0) return online.value || running.value ? "sending" : "offline";
  if (online.value && photosLeft() > 0) return "photos"; // not all is sent while one is to follow
  return online.value && mark.value.contact_at !== null ? "sent" : "ready";
}

export interface Lanes {
  data: { done: number; total: number; bytes_left: number };
  /** Unsent ones that a colleague carries, and since when at the latest. */
  entrusted: { n: number; at: string | null };
  feed: { entries: number; complete: boolean; at: string | null };
  month_bytes: number;
  /** False once the server has lost or invented something of this phone's (P32). */
  chain_ok: boolean;
  skew_ms: number | null;
}

export const lanes: ReadonlySignal<Lanes> = computed(() => {
  const { done, total } = strip.value;
  const { complete, contact_at, month_bytes, chain_ok, skew_ms } = mark.value;
  const bytes_left = [...unsent.value.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    data: { done, total, bytes_left },
    entrusted: entrustedAmong([...unsent.value.values()]),
    feed: { entries: registrations.value.size, complete, at: contact_at },
    month_bytes,
    chain_ok,
    skew_ms,
  };
});

function entrustedAmong(rows: readonly Unsent[]): Lanes["entrusted"] {
  const moments = rows.map((row) => row.entrusted_at).filter((at) => at !== null);
  return { n: moments.length, at: moments.sort().at(-1) ?? null };
}

let loop: Loop | null = null;
let listeners: (() => void)[] = [];
/** Ends what goes while nobody is here. */
let shut = new AbortController();
/** Those who wait for the first thing that a run learns. */
let expecting: (() => void)[] = [];

export function syncNow(): void {
  loop?.poke();
}

/** Resolves when a page has come in, or when it is clear that none comes now. */
export function firstPage(): Promise<void> {
  return new Promise((resolve) => expecting.push(resolve));
}

/**
 * Syncs until `stopSyncing`: for this person, and for what others have left unsent on this phone. `onEnded`: the
 * server says that this device has ended.
 */
export function startSyncing(
  opened: Open | null,
  onEnded: () => Promise<void> = async () => {},
): void {
  stopSyncing();
  shut = new AbortController();
  loop = new Loop({
    run: opened ? () => runAll(opened, onEnded) : runOthers,
    random: Math.random,
    later: (work, ms) => setTimeout(work, ms),
    cancel: (timer) => clearTimeout(timer as number),
    every: () => (document.visibilityState === "visible" ? 30_000 : 300_000),
  });
  const saved = effect(() => {
    if (saves.value === 0) return;
    loop?.poke();
    void askBackgroundSync();
  });
  listeners = [listen(loop), saved, followConnection()];
  startPhotos(opened, syncNow);
  loop.poke();
}

export function stopSyncing(): void {
  stopPhotos();
  shut.abort();
  loop?.stop();
  loop = null;
  for (const stop of listeners) stop();
  listeners = [];
  told();
}

function followConnection(): () => void {
  const stop = new AbortController();
  const look = () => {
    connected.value = navigator.onLine !== false; // unknown is not offline
  };
  look();
  addEventListener("online", look, { signal: stop.signal });
  addEventListener("offline", look, { signal: stop.signal });
  return () => stop.abort();
}

/** Nobody is here; the service worker's part is done while the page is open. */
async function runOthers(): Promise<Ended> {
  await syncPhone(null, shut.signal);
  await loadPeople();
  ran.value += 1;
  return "complete";
}

async function runAll(opened: Open, onEnded: () => Promise<void>): Promise<Ended> {
  const world = worldOf(opened);
  total.value = unsent.value.size;
  running.value = true;
  let reach: "reached" | "not" = "not";
  if (unsent.value.size > 0) photosYield();
  try {
    const outcome = await alone(opened.db, Date.now(), () => syncOnce(opened.db, world, "all"));
    if (outcome === "busy") return "busy";
    if (open.value === opened) note(outcome);
    if (outcome.kind === "complete" && outcome.reading === "device_ended") await onEnded();
    if (outcome.kind !== "unreachable") {
      reach = "reached";
      await syncPhone(opened.db.account);
      ran.value += 1;
    }
    return outcome.kind === "complete" || outcome.kind === "no_session" ? "complete" : "failed";
  } finally {
    running.value = false;
    photosAfterData(reach);
    told();
  }
}

function note(outcome: Outcome): void {
  if (outcome.kind !== "overtaken") reached.value = outcome.kind !== "unreachable";
}

function worldOf(opened: Open): World {
  const current = () => open.value === opened;
  return {
    api,
    clock: Date.now,
    app: __APP_VERSION__,
    health,
    onTaken: (taken) => {
      const { entries, rows } = taken.change;
      const erased = taken.erased.length > 0;
      const gone = { drafts: erased, photos: erased };
      opened.news.tell({
        ...{ entries: [...entries.keys()], rows: [...rows.keys()], mark: true },
        ...gone,
      });
      if (current()) take(taken);
      if (current() && erased) void Promise.all([loadDrafts(), loadPhotos()]);
      told();
    },
    onSending: (numbers) => {
      opened.news.tell({ sending: numbers });
      if (current()) showSending(numbers);
    },
    onFaded: (faded) => {
      const entries = new Map(faded.map((row) => [row.registration, row]));
      opened.news.tell({ entries: [...entries.keys()], photos: true });
      if (current()) apply({ entries, rows: new Map() });
    },
    onMe: () => {
      opened.news.tell({ mark: true });
      if (current()) void loadMarks(opened);
    },
    newId: () => crypto.randomUUID(),
    onRenewed: async () => {
      opened.news.tell({ anew: true });
      if (current()) await lookAnew(opened);
    },
  };
}

function take({ change, mark: next }: Taken): void {
  batch(() => {
    apply(change);
    mark.value = next;
    reached.value = true;
  });
}

function told(): void {
  for (const resolve of expecting) resolve();
  expecting = [];
}

/** Reads everything again: the numbers of the outbox are others. */
export async function lookAnew(opened: Open): Promise<void> {
  const all = await loadAll(opened.db);
  if (open.value !== opened) return;
  batch(() => {
    clear();
    apply(all);
  });
  await loadMarks(opened);
}

/** Reads the one-of-a-kind values again: another tab, or a run, has written them. */
export async function loadMarks(opened: Open): Promise<void> {
  const { db } = opened;
  const [known, at, signed] = await Promise.all([
    readMeta(db, "me"),
    readMeta(db, "sync"),
    readMeta(db, "session"),
  ]);
  if (open.value !== opened) return;
  batch(() => {
    if (known) me.value = known.me;
    if (at) mark.value = at;
    session.value = signed ?? null;
  });
}
