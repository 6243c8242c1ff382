/** What this phone carries for colleagues, whoever is signed in (P98). */
import type { PhoneDb } from "./open";
import { fire } from "./open";
import type { Carried } from "./schema";

/** Bundles that one phone carries at a time. */
const MOST_WAITING = 50;
/** What became of a bundle is shown for so long. */
const SHOWN_MS = 14 * 86_400_000;

/** Resolves once it is durable. `known`: it is here, or was and has been told about. */
export function keepCarried(
  phone: PhoneDb,
  bundle: Carried,
): Promise<"taken_in" | "known" | "full"> {
  return phone.write(["carried"], "strict", async (tx) => {
    const carried = tx.objectStore("carried");
    const all = await carried.getAll();
    if (all.some(({ id }) => id === bundle.id)) return "known";
    if (all.filter(({ ended }) => ended === null).length >= MOST_WAITING) return "full";
    fire(carried.add(bundle));
    return "taken_in";
  });
}

/** Oldest first. */
export async function allCarried(phone: PhoneDb): Promise<Carried[]> {
  const all = await phone.read(["carried"], (tx) => tx.objectStore("carried").getAll());
  return all.sort((a, b) => (a.taken_at < b.taken_at ? -1 : 1));
}

/** The server has told what became of a bundle: its text goes, and in time the row. */
export async function endCarried(
  phone: PhoneDb,
  id: string,
  ended: { result: string; at: string },
): Promise<void> {
  const old = new Date(Date.parse(ended.at) - SHOWN_MS).toISOString();
  await phone.write(["carried"], "strict", async (tx) => {
    const carried = tx.objectStore("carried");
    for (const row of await carried.getAll()) {
      if (row.id === id) fire(carried.put({ ...row, text: "", ended }));
      else if (row.ended && row.ended.at < old) fire(carried.delete(row.id));
    }
  });
}
