/**
 * Kemendagri's regions on the phone. Files come from server/domain/export_regions.py: `levels.json` for
 * every phone, `villages/<regency>.json` on demand. Codes are dotted: `32`, `32.75`, `32.75.05`, `32.75.05.1002`.
 */

type Level<Inside> = [code: string, name: string, inside: Inside[]];

/** `/regions/levels.json`: each level's own digits, name, and what lies inside. */
export interface LevelsFile {
  edition: string;
  provinces: Level<Level<[code: string, name: string]>>[];
}
/** `/regions/villages/32.75.json`: `["05.1002", "Pengasinan", "17115"]`. */
export interface VillagesFile {
  regency: string;
  villages: [code: string, name: string, postcode: string | null][];
}
export interface Regions {
  edition: string;
  /** Names of provinces, regencies and districts by code, in the order of the table. */
  names: ReadonlyMap<string, string>;
}
export interface Village {
  code: string;
  name: string;
  postcode: string | null;
  /** Codes of what it lies in. */
  district: string;
  regency: string;
}

/** Opens the table of the upper three levels. */
export function openRegions(file: LevelsFile): Regions {
  const names = new Map<string, string>();
  for (const [province, provinceName, regencies] of file.provinces) {
    names.set(province, provinceName);
    for (const [regency, regencyName, districts] of regencies) {
      names.set(`${province}.${regency}`, regencyName);
      for (const [district, name] of districts)
        names.set(`${province}.${regency}.${district}`, name);
    }
  }
  return { edition: file.edition, names };
}

/** Opens one regency's villages. */
export function openVillages(file: VillagesFile): Village[] {
  return file.villages.map(([code, name, postcode]) => ({
    code: `${file.regency}.${code}`,
    name,
    postcode,
    district: `${file.regency}.${code.slice(0, 2)}`,
    regency: file.regency,
  }));
}

/** Whether a code of the upper three levels is in the table. */
export function isKnownRegion(regions: Regions, code: string): boolean {
  return regions.names.has(code);
}

/** `Rawalumbu, Kota Bekasi, Jawa Barat`: the region and those around it, as far as known. */
export function regionPath(regions: Regions, code: string): string {
  const parts = code.split(".").slice(0, 3);
  return parts
    .map((_, i) => regions.names.get(parts.slice(0, parts.length - i).join(".")))
    .filter((name) => name !== undefined)
    .join(", ");
}

/**
 * Villages by what a person types: its words must begin words of the village's or the district's name, or
 * the postcode. Villages whose own name begins with the text come first.
 */
export function matchVillages(
  text: string,
  limit: number,
  villages: Iterable<Village>,
  regions: Regions,
): Village[] {
  const wanted = plain(text);
  const words = wanted.split(" ").filter(Boolean);
  if (words.length === 0) return [];
  const found: { village: Village; rank: number }[] = [];
  for (const village of villages) {
    const name = plain(village.name);
    const district = plain(regions.names.get(village.district) ?? "");
    const ahead = ` ${name} ${district} ${village.postcode ?? ""}`;
    if (words.every((word) => ahead.includes(` ${word}`))) {
      found.push({ village, rank: name.startsWith(wanted) ? 0 : 1 });
    }
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ village }) => village);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
