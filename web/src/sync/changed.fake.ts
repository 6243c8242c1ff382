/** How the server of the tests reads requests, and what it tells of what a phone holds already (P223, P226). */
import { canonical } from "../domain/canonical";
import { digest } from "../domain/chain";
import type { Changed, Entry, LeftEntry, SyncRequest, UnitName } from "../domain/types";

type Told = Entry | LeftEntry;

/** A request with what was left out of it (P226). */
export function read(body: string): SyncRequest {
  const none = { buckets: null, own_from: null, holds: null, sealed: null };
  return { ...none, ...(JSON.parse(body) as SyncRequest) };
}

/** Where entries stood before they moved last, and which cursors came with a last page. */
export class Stood {
  #before = new Map<string, Told | undefined>();
  #last = new Set<string>();

  moved(registration: string, before: Told | undefined): void {
    this.#before.set(registration, before);
  }

  complete(cursor: string): void {
    this.#last.add(cursor);
  }

  /** Splits what is told: whole entries, and what has changed of others. */
  async split(
    told: readonly Told[],
    { holds, cursor }: SyncRequest,
    after: number,
  ): Promise<{ entries: Told[]; changed: Changed | null }> {
    const entries: Told[] = [];
    const whole: Entry[] = [];
    const news: Changed["entries"] = [];
    for (const entry of told) {
      const before = this.#before.get(entry.registration);
      const known = holds && this.#last.has(cursor ?? "") && before && before.seq <= after;
      if (known && before.flag === "live" && entry.flag === "live") {
        whole.push(entry);
        news.push(newsOf(entry, before));
      } else entries.push(entry);
    }
    const changed = { entries: news, digest: await digest(canonical(whole)) };
    return { entries, changed: news.length > 0 ? changed : null };
  }
}

function newsOf(entry: Entry, before: Entry): Changed["entries"][number] {
  const { flag, consent, captured_at, received_at, skew_ms, location, ...told } = entry;
  const since = before.version;
  const names = Object.keys(entry.units) as UnitName[];
  const moved = names.filter((name) => entry.units[name] !== before.units[name]);
  const units = Object.fromEntries(moved.map((name) => [name, entry.units[name]]));
  const history = entry.history.filter(({ version }) => version >= since);
  return { ...told, since, units, history };
}
