/** Region tables: the three upper levels at once, villages by regency as they are needed. */
import {
  type LevelsFile,
  matchVillages,
  openRegions,
  openVillages,
  type Regions,
  type Village,
  type VillagesFile,
} from "../domain/regions";
import { getFile } from "../net/api";

export type { Regions, Village };

const LEVELS = "/regions/levels.json";
/** Bekasi's city and regency: where this app works, so their villages are always at hand. */
const NEAR = ["32.75", "32.16"];

let levels: Promise<Regions> | null = null;
const opened = new Map<string, Promise<Village[]>>();

/** The upper three levels. Rejects where they could not be had yet; asking again tries again. */
export function loadRegions(): Promise<Regions> {
  levels ??= readLevels().catch((error) => {
    levels = null;
    throw error;
  });
  return levels;
}

/** Villages by typed text: Bekasi's first, then those of places elsewhere that the text names. */
export async function searchVillages(text: string, limit: number): Promise<Village[]> {
  const regions = await loadRegions();
  const near = (await Promise.all(NEAR.map(villagesOf))).flat();
  const found = matchVillages(text, limit, near, regions);
  if (found.length >= limit) return found;
  const more: Village[] = [];
  for (const { regency, rest } of namedIn(text, regions)) {
    more.push(...matchVillages(rest, limit, await villagesOf(regency), regions));
  }
  return [...found, ...more].slice(0, limit);
}

/** The village of a code; null where it is unknown, or its table not on this phone yet. */
export async function villageOf(code: string): Promise<Village | null> {
  const villages = await villagesOf(code.split(".").slice(0, 2).join("."));
  return villages.find((village) => village.code === code) ?? null;
}

/**
 * Fetches the near tables once the service worker is there to keep them, so that a village can be chosen
 * without signal even if none was looked for before.
 */
export async function keepNearRegions(): Promise<void> {
  await workerInControl();
  for (const path of [LEVELS, ...NEAR.map(villagesPath)]) await getFile(path);
}

/** `ready` comes before the worker sees this page's requests; `controller` does not. */
function workerInControl(): Promise<void> {
  const container = navigator.serviceWorker;
  return new Promise((resolve) => {
    if (container?.controller) resolve();
    else container?.addEventListener("controllerchange", () => resolve(), { once: true });
  });
}

const villagesPath = (regency: string) => `/regions/villages/${regency}.json`;

async function readLevels(): Promise<Regions> {
  const file = await getFile<LevelsFile>(LEVELS);
  if (file === null) throw new Error("no region tables yet");
  return openRegions(file);
}

async function villagesOf(regency: string): Promise<Village[]> {
  if (!/^\d\d\.\d\d$/.test(regency)) return [];
  const known = opened.get(regency);
  if (known) return known;
  const reading = getFile<VillagesFile>(villagesPath(regency)).then((file) => {
    if (file) return openVillages(file);
    opened.delete(regency); // asked again next time
    return [];
  });
  opened.set(regency, reading);
  return reading;
}

/** More would load too many tables for one search. */
const MOST_ELSEWHERE = 4;

/** Regencies elsewhere that the text names, by their own name or a district's, and what else it says. */
function namedIn(text: string, regions: Regions): { regency: string; rest: string }[] {
  const words = wordsOf(text);
  const found = new Map<string, string>();
  for (const [code, name] of regions.names) {
    const [province, regency, district] = code.split(".");
    const own = `${province}.${regency}`;
    if (!regency || NEAR.includes(own) || found.has(own)) continue;
    const named = wordsOf(name).filter((word) => !KINDS.has(word));
    if (!named.every((word) => words.includes(word))) continue;
    // A district's name is found again among its villages; a regency's is not.
    const rest = district
      ? words
      : words.filter((word) => !named.includes(word) && !KINDS.has(word));
    if (rest.length > 0) found.set(own, rest.join(" "));
    if (found.size === MOST_ELSEWHERE) break;
  }
  return [...found].map(([regency, rest]) => ({ regency, rest }));
}

const KINDS: ReadonlySet<string> = new Set(["kota", "kabupaten", "kab", "administrasi"]);

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}
