/** Laying what has changed over what the phone holds (P222-P225). sync/changed.py is the other half. */
import { canonical } from "./canonical";
import { digest } from "./chain";
import type { Changed, Entry } from "./types";

type News = Changed["entries"][number];

/** The whole entries in the order told; null where they do not come out as they were meant (P225). */
export async function laidOver(
  { entries, digest: meant }: Changed,
  held: (registration: string) => Entry | undefined,
): Promise<Entry[] | null> {
  const whole = entries.flatMap((news) => {
    const entry = held(news.registration);
    return entry ? [over(entry, news)] : [];
  });
  return (await digest(canonical(whole))) === meant ? whole : null;
}

/** P224. */
function over(held: Entry, { since, unit_stamps, ...news }: News): Entry {
  return {
    ...held,
    ...news,
    units: { ...held.units, ...news.units },
    ...(unit_stamps && { unit_stamps: { ...held.unit_stamps, ...unit_stamps } }),
    history: [...held.history.filter(({ version }) => version < since), ...news.history],
  };
}
