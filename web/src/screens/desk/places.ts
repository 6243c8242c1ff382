/** Villages by name: the tables come lazily, so a code is shown until its name is there. */
import { signal } from "@preact/signals";
import { loadRegions, type Regions, type Village, villageOf } from "../../state/reference";

const regions = signal<Regions | null>(null);
const villages = signal<ReadonlyMap<string, Village>>(new Map());
const asked = new Set<string>();

/** "Pengasinan, Rawalumbu". */
export function placeWords(village: Village): string {
  const district = regions.value?.names.get(village.district);
  return district ? `${village.name}, ${district}` : village.name;
}

/** The village of a code in words; asks for its table on first use. */
export function placeName(code: string): string {
  const village = villages.value.get(code);
  if (village) return placeWords(village);
  if (!asked.has(code)) void look(code);
  return code;
}

async function look(code: string): Promise<void> {
  asked.add(code);
  const found = await lookedUp(code);
  if (found) villages.value = new Map(villages.value).set(code, found);
  else asked.delete(code); // its table is not on this device yet: asked again when it is shown again
}

/** Null without a network, before the tables have come. */
async function lookedUp(code: string): Promise<Village | null> {
  try {
    regions.value ??= await loadRegions();
    return (await villageOf(code)) ?? null;
  } catch {
    return null;
  }
}
