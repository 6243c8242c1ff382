/** Villages by name: the tables come lazily, so a code is shown until its name is there. */
import { signal } from "@preact/signals";
import { loadRegions, type Village, villageOf } from "../../state/reference";

/** "Pengasinan, Rawalumbu". */
export function placeWords(village: Village & { district_name?: string }): string {
  return village.name;
}
