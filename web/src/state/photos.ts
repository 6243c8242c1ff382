/** Photos of ID cards: taken strictly, sent after the data in a lane of their own, shown from where they are. */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { MadePhoto } from "../domain/photo";
import type { DeclaredPhoto } from "../domain/types";
import { getPhoto, uploads } from "../net/uploads";
import { allPhotos, dropAbandoned, dropTaken, photoBytes, putPhoto } from "../store/photos";
import type { PhotoRow } from "../store/schema";
import { alone } from "../sync/lock";
import { type Ended, Loop } from "../sync/loop";
import { photosMayGo } from "../sync/phone";
import { type PhotosEnded, sendPhotos } from "../sync/photos";
import { corrections } from "./corrections";
import { drafts } from "./drafts";
import { here, iso, type Open, open, session } from "./memory";
import { photosOnWifi } from "./settings";

const rows = signal<readonly PhotoRow[]>([]);
/** Photos that were to be sent since the lane was last empty, by key. */
const wave = signal<ReadonlySet<string>>(new Set());
const allowed = signal(true);
const going = signal(false);

export interface PhotoLane {
  done: number;
  total: number;
  bytes_done: number;
  bytes_total: number;
  /** What the rest waits for. */
  waits: "wifi" | "network" | null;
}

export const photoLane: ReadonlySignal<PhotoLane> = computed(() => {
  const inWave = rows.value.filter((row) => wave.value.has(keyOf(row)));
  const done = inWave.filter(({ state }) => state !== "queued").length;
  const left = inWave.length - done;
  return {
    done,
    total: inWave.length,
    bytes_done: inWave.reduce((sum, row) => sum + row.offset, 0),
    bytes_total: inWave.reduce((sum, row) => sum + row.bytes, 0),
    waits: left === 0 || going.value ? null : allowed.value ? "network" : "wifi",
  };
});

/** What this phone knows of a photo; null where it was taken elsewhere. */
export function photoRow(registration: string, photo: DeclaredPhoto): PhotoRow | null {
  const key = keyOf({ registration, ...photo });
  return rows.value.find((row) => keyOf(row) === key) ?? null;
}

function keyOf({ registration, sha256 }: Pick<PhotoRow, "registration" | "sha256">): string {
  return `${registration} ${sha256}`;
}

/**
 * Keeps a photo for a draft or a correction. Resolves once it is durable; `instead` is the photo that the
 * draft names until then. Throws StoreError.
 */
export async function takePhoto(
  registration: string,
  { data, ...photo }: MadePhoto,
  instead: DeclaredPhoto | null,
): Promise<DeclaredPhoto> {
  const { db, me, news } = here();
  const taken_at = iso(Date.now());
  await putPhoto(db, { registration, photo, data, instead, taken_at, seal: me.seal });
  news.tell({ photos: true });
  await loadPhotos();
  return photo;
}

/** Drops what was taken and never declared: its draft is gone, or the correction was left. */
export function releasePhotos(registration: string): Promise<void> {
  return dropTaken(here().db, registration);
}

/** From this phone alone: nothing is paid for looking. */
export async function photoHere(
  registration: string,
  { sha256, type }: DeclaredPhoto,
): Promise<Blob | "absent"> {
  const bytes = open.value && (await photoBytes(open.value.db, registration, sha256));
  return bytes ? new Blob([bytes], { type }) : "absent";
}

/** From this phone, else from the server: the standing one (P88), or what an operation proposes (P133). */
export async function photoOf(
  registration: string,
  photo: DeclaredPhoto,
  proposal?: string,
): Promise<Blob | "offline" | "absent"> {
  const kept = await photoHere(registration, photo);
  if (kept !== "absent") return kept;
  const token = session.value?.token;
  if (!token) return "absent";
  const address = proposal === undefined ? { registration } : { registration, proposal };
  const reply = await getPhoto(address, { kind: "bearer", token });
  if (reply.kind === "ok") return reply.body;
  return reply.kind === "unreachable" ? "offline" : "absent";
}

/** Reads what is known of the photos of the person who is here. */
export async function loadPhotos(): Promise<void> {
  const opened = open.value ?? null;
  const show = await readPhotos(opened);
  if (open.value === opened) show();
}

/** Reads what is known of somebody's photos; what it gives lays it before them. */
export async function readPhotos(opened: Open | null): Promise<() => void> {
  const found = opened ? await allPhotos(opened.db) : [];
  return () => show(found);
}

function show(found: readonly PhotoRow[]): void {
  const queued = found.filter(({ state }) => state === "queued").map(keyOf);
  const ended = rows.value.every((row) => row.state !== "queued" || !wave.value.has(keyOf(row)));
  if (queued.length > 0) wave.value = new Set([...(ended ? [] : wave.value), ...queued]);
  rows.value = found;
}

let loop: Loop | null = null;
let ended: PhotosEnded | "busy" = "complete";
let stop = new AbortController();
let listeners: (() => void)[] = [];
/** Data goes first: also at the start, when nobody knows yet whether there is some. */
let dataGoes = false;

/** Starts the lane of whoever is here; `onSent` when the server has verified some. */
export function startPhotos(opened: Open | null, onSent: () => void): void {
  stopPhotos();
  dataGoes = opened !== null;
  const { connection } = navigator as { connection?: EventTarget };
  const look = () => {
    allowed.value = photosMayGo(photosOnWifi.value);
  };
  connection?.addEventListener("change", look);
  loop = new Loop({
    run: () => run(opened, onSent),
    random: Math.random,
    later: (work, ms) => setTimeout(work, ms),
    cancel: (timer) => clearTimeout(timer as number),
    every: () => 300_000,
  });
  const begun = loop;
  listeners = [
    effect(look), // follows the setting
    effect(() => {
      if (allowed.value) begun.poke();
    }),
    () => connection?.removeEventListener("change", look),
  ];
}

export function stopPhotos(): void {
  loop?.stop();
  loop = null;
  stop.abort();
  for (const leave of listeners) leave();
  listeners = [];
}

/** Whether this browser tells what network it is on. */
export function networkIsKnown(): boolean {
  return (navigator as { connection?: { type?: string } }).connection?.type !== undefined;
}

/** Data is to go: the lane lets go of the line at once (L3). What has arrived of a piece stays. */
export function photosYield(): void {
  dataGoes = true;
  stop.abort();
}

/** The data run is over, `well` when the server was reached: photos may go on. */
export function photosAfterData(reach: "reached" | "not"): void {
  dataGoes = false;
  const waiting = rows.value.some(({ state }) => state === "queued");
  if (reach === "reached" && waiting && ended !== "failed") loop?.poke();
}

/** As soon as the data is through, whatever the lane waits for. */
export function photosNow(): void {
  loop?.poke();
}

async function run(opened: Open | null, onSent: () => void): Promise<Ended> {
  if (dataGoes) return "busy";
  stop = new AbortController();
  const { signal: stopped } = stop;
  const sentBefore = countSent();
  if (opened && allowed.value) {
    going.value = true;
    try {
      ended = await alone(opened.db, Date.now(), () => laneOf(opened, stopped), "photos");
    } finally {
      going.value = false;
    }
    if (open.value === opened) await loadPhotos();
    if (countSent() > sentBefore) onSent();
  } else ended = "complete"; // a locked person's photos are under their key (P124)
  if (ended === "busy" || ended === "stopped") return "busy";
  return ended === "complete" || ended === "no_session" ? "complete" : "failed";
}

function countSent(): number {
  return rows.value.filter(({ state }) => state === "sent").length;
}

async function laneOf(opened: Open, stopped: AbortSignal): Promise<PhotosEnded> {
  const typed = new Set([...drafts.value, ...corrections.value].map(({ id }) => id));
  await dropAbandoned(opened.db, typed, Date.now());
  const onPhoto = () => {
    opened.news.tell({ photos: true });
    void loadPhotos();
  };
  const world = { uploads, clock: Date.now, stop: stopped, onPhoto };
  return sendPhotos(opened.db, world);
}
