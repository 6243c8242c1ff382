/** A browser may clear what it keeps for the app. It is noticed at the start, and told before anything else. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { findGone, type Gone, keepTrace, markRead } from "../store/traces";
import { iso, open, phone } from "./memory";
import { unsent } from "./picture";

const found = signal<Gone[]>([]);
/** People whose memory on this phone is gone, until they have read so. */
export const gone: ReadonlySignal<readonly Gone[]> = found;

/** Called once, before anybody's database is opened. */
export async function lookForGone(): Promise<void> {
  found.value = await findGone(phone);
  effect(() => {
    const opened = open.value;
    const trace = { unsent: unsent.value.size, at: iso(Date.now()) };
    if (opened) void keepTrace(phone, opened.db.account, trace);
  });
}

export async function readGone(): Promise<void> {
  await Promise.all(found.value.map((one) => markRead(phone, one)));
  found.value = [];
}
