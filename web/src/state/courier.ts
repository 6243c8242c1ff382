/** Giving what waits to a colleague's phone, and carrying for colleagues. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { fromBase64Url, toBase64Url } from "../crypto/base64";
import { packed, unpacked } from "../crypto/pack";
import { joined, partsOf, type Series } from "../domain/qr-parts";
import { allCarried } from "../store/carried";
import { noteEntrusted, unsentRows } from "../store/entrusting";
import { readMeta } from "../store/meta";
import type { Carried, OutboxRow } from "../store/schema";
import { bundlesOf, itemsOf, type TakenIn, takeIn } from "../sync/courier";
import { here, iso, open, phone } from "./memory";
import { apply } from "./picture";
import { syncNow } from "./syncing";

export { withPart } from "../domain/qr-parts";
export type { Series, TakenIn };

export type Parcel = Omit<Carried, "text">;

const parcels = signal<readonly Parcel[]>([]);
/** What this phone carries for colleagues, and has lately handed over; oldest first. */
export const carried: ReadonlySignal<readonly Parcel[]> = parcels;

export async function lookAtCarried(): Promise<void> {
  parcels.value = (await allCarried(phone)).map(({ text: _, ...parcel }) => parcel);
}

/** `numbers` are what the files hold, for when they have been handed over. */
export interface Handover {
  texts: string[];
  numbers: number[];
  at: string;
}

/** Everything unsent, sealed and signed; null where this phone has not met the server since it can. */
export async function readyToEntrust(as: "file" | "codes" = "file"): Promise<Handover | null> {
  const { db, me } = here();
  const [device, signer] = await Promise.all([readMeta(db, "device"), readMeta(db, "signer")]);
  if (!device || signer?.told !== device || !me.seal) return null;
  const rows: OutboxRow[] = await unsentRows(db);
  const at = iso(Date.now());
  const items = await itemsOf(rows, { device, key: me.seal });
  const making = { device, app: __APP_VERSION__, at, pad: as === "file" };
  return { texts: await bundlesOf(db, items, making), numbers: rows.map(({ n }) => n), at };
}

/** The letters of each code of a series, or null where that would be too many to scan. */
export async function codesOf({ texts }: Handover): Promise<string[] | null> {
  const [text] = texts;
  if (text === undefined || texts.length > 1) return null;
  const id = (await digestOf(text)).slice(0, 8);
  return partsOf(id, toBase64Url(await packed(text)));
}

/** They are as unsent as before; the person sees since when a colleague has them. */
export async function entrusted({ numbers, at }: Handover): Promise<void> {
  const { db } = here();
  const rows = await noteEntrusted(db, numbers, at);
  if (open.value?.db !== db) return;
  open.value.news.tell({ rows: rows.map(({ n }) => n) });
  apply({ entries: new Map(), rows: new Map(rows.map((row) => [row.n, row])) });
}

/** Takes colleagues' files in to carry; sending them begins at once where there is a network. */
export async function takeInFiles(files: readonly Blob[]): Promise<TakenIn[]> {
  const results: TakenIn[] = [];
  for (const file of files) {
    const text = file.size > LONGEST ? "" : await file.text();
    results.push(await takeIn(phone, text, Date.now()));
  }
  await lookAtCarried();
  syncNow();
  return results;
}

const LONGEST = 512 * 1024;

/** A series of codes that is complete, as a file would be; null while it is not. */
export async function takeInSeries(series: Series): Promise<TakenIn | null> {
  const letters = joined(series);
  if (letters === null) return null;
  const text = await unpacked(fromBase64Url(letters), LONGEST);
  const [result = "not_one"] = await takeInFiles([new Blob([text ?? ""])]);
  return result;
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return toBase64Url(new Uint8Array(digest));
}
