/**
 * A server in memory that speaks the protocol, for the tests of the phone's half. It takes what is well
 * formed and merges nothing: the real rules are tested on the real core.
 */
import { canonical } from "../domain/canonical";
import { digest, GENESIS, link } from "../domain/chain";
import { Tally, type Weight, weigh } from "../domain/tally";
import type {
  Entry,
  LeftEntry,
  Me,
  Operation,
  Receipt,
  SyncAnswer,
  SyncRequest,
} from "../domain/types";
import type { Api, Credential, RenewBody, Renewed, Reply } from "../net/api";
import { read, Stood } from "./changed.fake";
import { entryOf } from "./entry.fake";
import { splitOwn } from "./own.fake";
import { allOf } from "./sealing.fake";

export type Weather = "lose_request" | "lose_answer" | "time_out" | "retry_all";

export class FakeServer implements Pick<Api, "sync" | "me" | "renew"> {
  requests: SyncRequest[] = [];
  credentials: Credential["kind"][] = [];
  /** What happens to the coming requests; fine weather when it is empty. */
  weather: Weather[] = [];
  entries = new Map<string, Entry | LeftEntry>();
  expired = false;
  /** An admin has ended the device (P128). */
  ended = false;
  /** What it says instead of "applied", by n. */
  verdicts = new Map<number, Pick<Receipt, "result"> & Partial<Receipt>>();
  /** Its clock, where it is not the phone's. */
  clock: (() => string) | null = null;
  epoch = "a";
  /** How far its last backup holds the phone's operations. */
  kept_through: number | null = null;
  /** It was put back to a backup from before the phone signed in. */
  unknown = false;
  /** What devices told as their keys (P95). */
  keys: string[] = [];
  /** A process from before P180: it knows no `own_from`, and tells no `own` (P188). */
  old = false;
  /** Its check is wrong, whatever the phone holds. */
  deranged = false;
  /** Renewals as they were asked for, and what became of each. */
  renewals: RenewBody[] = [];
  /** The next answers say so. */
  asksToRenew = false;
  /** By device: the present incarnation and the one before. */
  given = new Map<string, { present: string | null; before: string | null }>();
  /** Who speaks now, and the logs of those who spoke before. */
  #device: string | null = null;
  #past = new Map<string, FakeServer["log"]>();
  log: { operation: Operation; hash: string; chain: string }[] = [];
  #emptied = new WeakMap<Operation, string>();
  #seq = 0;
  #stood = new Stood();
  #me: Me;

  constructor(me: Me) {
    this.#me = me;
  }

  get through(): number {
    return this.log.length;
  }

  async sync(body: string, credential: Credential): Promise<Reply<SyncAnswer>> {
    const request = read(body);
    this.requests.push(request);
    this.credentials.push(credential.kind);
    const weather = this.weather.shift();
    if (weather === "lose_request" || weather === "time_out") {
      return { kind: "unreachable", timed_out: weather === "time_out" };
    }
    const expired = this.expired && credential.kind === "bearer";
    if (this.unknown || expired) return problem(401, "unauthenticated");
    if (this.old && (request.own_from ?? request.holds) !== null)
      return problem(422, "invalid_request");
    this.#turnTo(request.device);
    if (!this.#believes(request)) return problem(409, "copied");
    const pushed = [...(await allOf(request)), ...this.#saysNothing(request)];
    pushed.sort((a, b) => a.n - b.n);
    if (weather !== "retry_all") for (const operation of pushed) await this.#take(operation);
    const answer = await this.#answer(request, credential);
    if (weather === "lose_answer") return { kind: "unreachable", timed_out: false };
    return { kind: "ok", body: answer, bytes: body.length };
  }

  async renew(body: RenewBody): Promise<Reply<Renewed>> {
    this.renewals.push(body);
    const weather = this.weather.shift();
    if (weather === "lose_request") return { kind: "unreachable", timed_out: false };
    const { device, ancestor } = body;
    const known = this.log[ancestor.n - 1]?.chain;
    if (ancestor.n > 0 && known !== ancestor.hash) return problem(422, "invalid_request"); // P130
    this.asksToRenew = false;
    if (weather === "lose_answer") return { kind: "unreachable", timed_out: false };
    const answer = {
      device_token: `token of ${device}`,
      token: `session of ${device}`,
      expires_at: "2026-12-20T05:00:00.000Z",
    };
    return { kind: "ok", body: answer, bytes: 0 };
  }

  async me(): Promise<Reply<Me>> {
    return { kind: "ok", body: this.#me, bytes: 0 };
  }

  async deviceKey(publicKey: string): Promise<Reply<null>> {
    this.keys.push(publicKey);
    return { kind: "ok", body: null, bytes: 0 };
  }

  /** A registration changes here, or leaves the view. */
  tell(entry: Entry | LeftEntry): void {
    this.#seq += 1;
    this.#stood.moved(entry.registration, this.entries.get(entry.registration));
    this.entries.set(entry.registration, { ...entry, seq: this.#seq });
  }

  /** An older backup is put back: everything after `through` is gone, and the feed has a new epoch. */
  restore(through: number): void {
    this.log.length = through;
    this.epoch += "'";
  }

  /** P144: known by the hash alone. */
  #saysNothing({ sealed }: SyncRequest): Operation[] {
    return (sealed ?? [])
      .filter(({ box }) => box === "")
      .map(({ n, op, hash }) => {
        const operation = { n, op, registration: "", kind: "withdraw" } as Operation;
        this.#emptied.set(operation, hash);
        this.verdicts.set(n, { result: "superseded", code: "erased" });
        return operation;
      });
  }

  /** Each device has a log of its own. */
  #turnTo(device: string): void {
    if (this.#device !== null && this.#device !== device) {
      this.#past.set(this.#device, this.log);
      this.log = this.#past.get(device) ?? [];
    }
    this.#device = device;
  }

  /** P101, P102. */
  #believes({ device, incarnation }: SyncRequest): boolean {
    if (incarnation === undefined) return true; // an older app's
    const known = this.given.get(device) ?? { present: null, before: null };
    if (incarnation === known.present) {
      this.given.set(device, { present: crypto.randomUUID(), before: incarnation });
    }
    return incarnation === known.present || incarnation === known.before;
  }

  async #take(operation: Operation): Promise<void> {
    if (operation.n !== this.through + 1) return;
    const hash = this.#emptied.get(operation) ?? (await digest(canonical(operation)));
    this.log.push({ operation, hash, chain: await link(this.#chain, hash) });
    if (this.verdicts.has(operation.n)) return;
    const entry = this.entries.get(operation.registration);
    if (operation.kind === "create") this.tell(entryOf(operation));
    else if (operation.kind === "amend" && entry?.flag === "live") {
      const units = { ...entry.units, ...operation.set };
      const version = entry.version + 1;
      const line = { what: "amend", version, at: entry.received_at, by: operation.author.account };
      const history = [...entry.history, { ...line, detail: null }];
      this.tell({ ...entry, version, units, history });
    }
  }

  get #chain(): string {
    return this.log.at(-1)?.chain ?? GENESIS;
  }

  async #answer(request: SyncRequest, credential: Credential): Promise<SyncAnswer> {
    const sealed = request.sealed ?? [];
    const asked = [...request.operations, ...sealed].map(({ n }) => n).concat(request.waiting);
    return {
      receipts: {
        through: this.through,
        chain: this.#chain,
        chain_matches: true,
        exceptions: asked.flatMap((n) => this.#exception(n)),
        kept_through: this.kept_through,
      },
      feed: credential.kind === "device" || this.ended ? null : await this.#page(request),
      reading: this.ended
        ? "device_ended"
        : credential.kind === "device"
          ? "session_expired"
          : "ok",
      incarnation: this.given.get(request.device)?.present ?? null,
      renew: this.asksToRenew,
      server_time: this.clock?.() ?? request.sent_at,
      skew_ms: 0,
      limits: {
        operations: 500,
        bytes: 524288,
        inflated_bytes: 4194304,
        operation_bytes: 65536,
        depth: 16,
        page: 500,
      },
    };
  }

  #exception(n: number): Receipt[] {
    const taken = this.log[n - 1];
    const said = this.verdicts.get(n);
    if (!taken || !said) return [];
    const { op, registration } = taken.operation;
    return [{ n, op, registration, version: 0, ...said }];
  }

  async #page(request: SyncRequest): Promise<Feed> {
    const [epoch, seq] = (request.cursor ?? `${this.epoch}:0`).split(":");
    const known = epoch === this.epoch;
    if (known && request.cursor && request.buckets) {
      return (await this.#repair(request, request.buckets)) ?? this.#from(0, "repair", request);
    }
    return known ? this.#from(Number(seq), null, request) : this.#from(0, "epoch", request);
  }

  async #from(after: number, reset: Feed["reset"], request: SyncRequest): Promise<Feed> {
    const newer = [...this.entries.values()]
      .filter((entry) => entry.seq > after)
      .sort((a, b) => a.seq - b.seq);
    const page = newer.slice(0, request.limit);
    const more = newer.length > page.length;
    const cursor = `${this.epoch}:${page.at(-1)?.seq ?? after}`;
    const { own, entries } = await splitOwn(page, request, this.log);
    const told = { own, ...(await this.#stood.split(entries, request, reset ? 0 : after)) };
    if (!more) this.#stood.complete(cursor);
    const [covers, check] = more ? [null, null] : [this.through, await this.#check()];
    return { ...told, cursor, more, reset, covers, check, repaired: null };
  }

  async #repair({ limit }: SyncRequest, held: string[]): Promise<Feed | null> {
    const live = await this.#live();
    const standing = tallyOf(live).stored().buckets;
    const repaired = standing.flatMap((sum, i) => (sum === held[i] ? [] : [i]));
    const entries = live
      .filter(({ weight }) => repaired.includes(weight.bucket))
      .map(({ entry }) => entry);
    if (entries.length > limit) return null;
    const told = { covers: this.through, check: await this.#check(), repaired };
    return { entries, cursor: `${this.epoch}:${this.#seq}`, more: false, reset: null, ...told };
  }

  async #check(): Promise<Feed["check"]> {
    const { count, digest } = tallyOf(await this.#live());
    return this.deranged ? { count, digest: "f".repeat(64) } : { count, digest };
  }

  async #live(): Promise<Weighed[]> {
    const live = [...this.entries.values()].filter((entry) => entry.flag === "live");
    return Promise.all(
      live.map(async (entry) => ({ entry, weight: await weigh(entry.registration, entry.seq) })),
    );
  }
}

type Feed = NonNullable<SyncAnswer["feed"]>;
interface Weighed {
  entry: Entry;
  weight: Weight;
}

function tallyOf(entries: Weighed[]): Tally {
  const tally = new Tally();
  for (const { weight } of entries) tally.add(weight);
  return tally;
}

function problem(status: number, code: string): Reply<never> {
  return {
    kind: "problem",
    problem: { type: `/problems/${code}`, title: code, status, code },
    bytes: 0,
  };
}
