/** What the server of the tests does not tell back (P181, P182). */
import { canonical } from "../domain/canonical";
import { digest } from "../domain/chain";
import type { Entry, LeftEntry, Operation, Own, SyncRequest } from "../domain/types";

interface Told {
  entries: (Entry | LeftEntry)[];
  own: Own | null;
}

/** Splits a page: what is told, and what follows from creates of the device that asks. */
export async function splitOwn(
  page: readonly (Entry | LeftEntry)[],
  { own_from, device }: SyncRequest,
  log: readonly { operation: Operation }[],
): Promise<Told> {
  const creates = new Map<string, number>();
  for (const { operation } of log) {
    const mine = operation.kind === "create" && operation.author.device === device;
    if (mine && own_from !== null && operation.n >= own_from) {
      creates.set(operation.registration, operation.n);
    }
  }
  const entries: Told["entries"] = [];
  const worked: Entry[] = [];
  const made: Own["made"] = [];
  for (const entry of page) {
    const n = creates.get(entry.registration);
    if (n === undefined || entry.flag !== "live" || entry.history.length !== 1) {
      entries.push(entry);
      continue;
    }
    worked.push(entry);
    made.push({ at: entry.received_at, skew_ms: entry.skew_ms, seq: entry.seq, n: [[n, n]] });
  }
  const own = made.length > 0 ? { made, digest: await digest(canonical(worked)) } : null;
  return { entries, own };
}
