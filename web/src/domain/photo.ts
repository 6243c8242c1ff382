/**
 * The arithmetic of a photo of the ID card: how small it is made, in which pieces it goes, where it stands.
 * Decoding and drawing are a browser's; what is decided about them is here.
 */
import type { DeclaredPhoto, Me, Status } from "./types";

/** Where the declared photo of a registration is, as the server tells. */
export type PhotoState = "none" | "awaited" | "in" | "unreadable";

/** A photo that is kept, before it has a registration. */
export interface MadePhoto extends DeclaredPhoto {
  data: ArrayBuffer;
}

export interface Size {
  width: number;
  height: number;
}

/** A size whose long edge is `most` at the most, in its proportions; never larger than it was. */
export function fitted({ width, height }: Size, most: number): Size {
  const scale = Math.min(1, most / Math.max(width, height));
  const scaled = (edge: number) => Math.max(1, Math.round(edge * scale));
  return { width: scaled(width), height: scaled(height) };
}

/** The size after quarter turns clockwise. */
export function turned({ width, height }: Size, turns: number): Size {
  return turns % 2 === 0 ? { width, height } : { width: height, height: width };
}

/** What is tried until the bytes fit: quality first, since letters on a card bear that best, then size. */
export const ATTEMPTS: readonly { edge: number; quality: number }[] = [
  { edge: 1600, quality: 0.82 },
  { edge: 1600, quality: 0.7 },
  { edge: 1600, quality: 0.58 },
  { edge: 1280, quality: 0.62 },
  { edge: 1280, quality: 0.5 },
  { edge: 1024, quality: 0.55 },
  { edge: 1024, quality: 0.42 },
  { edge: 800, quality: 0.45 },
  { edge: 640, quality: 0.35 },
];

/** Used until an account says its own. */
const MOST_KB = 300;

/** The most bytes that a photo may have. */
export function mostBytes(settings: Me["settings"] | undefined): number {
  return (settings?.photo_max_kb ?? MOST_KB) * 1000;
}

/** What a file is by its first bytes; its name and what the phone calls it are not asked. */
export type FileKind = "picture" | "heic" | "pdf" | "empty" | "other";

/** Bytes of a file that `kindOf` needs. */
export const HEAD_BYTES = 16;

const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];

export function kindOf(head: Uint8Array): FileKind {
  if (head.length === 0) return "empty";
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  if (text.startsWith("%PDF")) return "pdf";
  if (text.slice(4, 8) === "ftyp")
    return HEIC_BRANDS.includes(text.slice(8, 12)) ? "heic" : "other";
  const known =
    text.startsWith("\xff\xd8\xff") ||
    text.startsWith("\x89PNG\r\n") ||
    (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") ||
    text.startsWith("GIF8") ||
    text.startsWith("BM");
  return known ? "picture" : "other";
}

/** P89: pieces of 5 to 10 s of the measured uplink, between these bounds. */
export const FIRST_PIECE = 32 * 1024;
const SMALLEST_PIECE = 16 * 1024;
const LARGEST_PIECE = 512 * 1024;
const AIM_MS = 7_500;

/** How large the next piece may be, after one of `sent` bytes that took `ms`. */
export function nextPiece(sent: number, ms: number): number {
  const aimed = (sent / Math.max(1, ms)) * AIM_MS;
  return bounded(Math.min(aimed, sent * 4)); // one quick piece of a few bytes proves little
}

/** After a piece that broke off. */
export function smallerPiece(piece: number): number {
  return bounded(piece / 2);
}

function bounded(bytes: number): number {
  return Math.round(Math.min(LARGEST_PIECE, Math.max(SMALLEST_PIECE, bytes)));
}

/** The registration is with the server, still under way, and its photo is not there. */
export function photoFollows(of: { entry: unknown; photo: PhotoState; status: Status }): boolean {
  const over = of.status === "withdrawn" || of.status === "rejected";
  return of.entry !== null && of.photo === "awaited" && !over;
}
