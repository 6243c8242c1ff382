/** Rescue files (P151): everything unsent of one person, line by line, for the server alone to read. */
import { readBundle } from "./bundle";
import { canonical } from "./canonical";

const FORMAT = "perisai-rescue-1";
export const PIECE_FORMAT = "perisai-photo-1";
/** Bytes of a photo in one piece (P152). */
export const PIECE_BYTES = 300_000;

/** What a piece is bound to: it opens for no other place of no other photo (P152). */
export function pieceContext(of: {
  device: string;
  registration: string;
  sha256: string;
  offset: number;
}): string {
  return `perisai photo ${of.device} ${of.registration} ${of.sha256} ${of.offset}`;
}

export interface RescueHead {
  device: string;
  made_at: string;
  operations: number;
  photos: number;
}

export interface Rescue extends RescueHead {
  /** Bundles, then pieces of photos, each as it is handed in. */
  lines: RescueLine[];
}

export type RescueLine =
  | { kind: "bundle"; text: string; operations: number }
  | { kind: "photo"; text: string };

/** The first line of a file; the others follow it as they were made. */
export function headLine(head: RescueHead): string {
  return canonical({ format: FORMAT, ...head });
}

/** A file as it is handed in, or null where it is none. A colleague's bundle is one of a single line. */
export function readRescue(text: string): Rescue | null {
  const [first = "", ...rest] = text.split("\n").filter((line) => line !== "");
  const alone = rest.length === 0 ? lineOf(first) : null;
  if (alone?.kind === "bundle") {
    const { device, made_at } = JSON.parse(first) as RescueHead;
    return { device, made_at, operations: alone.operations, photos: 0, lines: [alone] };
  }
  const head = parsed(first);
  if (head?.format !== FORMAT) return null;
  const lines = rest.map(lineOf);
  if (!lines.every((line) => line !== null)) return null;
  const { device, made_at, operations, photos } = head as unknown as RescueHead;
  return { device, made_at, operations, photos, lines };
}

function lineOf(text: string): RescueLine | null {
  const bundle = readBundle(text);
  if (bundle) return { kind: "bundle", text, operations: bundle.items.length };
  return parsed(text)?.format === PIECE_FORMAT ? { kind: "photo", text } : null;
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown> | null;
  } catch {
    return null; // cut off, or something else altogether
  }
}
