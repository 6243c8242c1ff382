/** Bundles that a colleague's phone carries (P94): what they look like, how they are read, split and padded. */
import { canonical } from "./canonical";

export const FORMAT = "perisai-bundle-1";

/** A sealed operation. */
export interface BundleItem {
  n: number;
  op: string;
  box: string;
}

export interface Unsigned {
  format: typeof FORMAT;
  device: string;
  app: string;
  made_at: string;
  items: BundleItem[];
  padding: string;
}

export interface Bundle extends Unsigned {
  signature: string;
}

const MOST_ITEMS = 500;
/** The longest file that is taken in; a larger one is no bundle. */
const MOST_TEXT = 480 * 1024;
/** Items that fit into one bundle, with room for padding to full 64 KiB. */
const MOST_ITEM_TEXT = 420 * 1024;
/** `,"signature":"…"` in the canonical text. */
const SIGNATURE_TEXT = 15 + 86;
const KIB = 1024;

/** The items in as many bundles as they need, in order. */
export function split(items: readonly BundleItem[]): BundleItem[][] {
  const bundles: BundleItem[][] = [];
  let room = 0;
  for (const item of items) {
    const size = canonical(item).length + 1;
    const last = bundles.at(-1);
    if (last && last.length < MOST_ITEMS && size <= room) last.push(item);
    else {
      bundles.push([item]);
      room = MOST_ITEM_TEXT;
    }
    room -= size;
  }
  return bundles;
}

/** The same with letters A, so that the whole file has one of few sizes. */
export function padded(said: Unsigned): Unsigned {
  const size = canonical(said).length + SIGNATURE_TEXT;
  return { ...said, padding: "A".repeat(stage(size) - size) };
}

function stage(size: number): number {
  for (const step of [4 * KIB, 8 * KIB, 16 * KIB, 32 * KIB]) if (size <= step) return step;
  return Math.ceil(size / (64 * KIB)) * 64 * KIB;
}

/** A file's text as a bundle, or null where it is none. Whether it is genuine only the server can tell. */
export function readBundle(text: string): Bundle | null {
  if (text.length > MOST_TEXT) return null;
  try {
    const found = JSON.parse(text) as Bundle;
    const whole =
      found.format === FORMAT &&
      [found.device, found.app, found.made_at, found.signature].every(isText) &&
      Array.isArray(found.items) &&
      found.items.length >= 1 &&
      found.items.every(({ n, op, box }) => Number.isSafeInteger(n) && isText(op) && isText(box));
    return whole ? found : null;
  } catch {
    return null; // no JSON, or nothing of this shape
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
