/**
 * What a person sees: the replica with their own operations that it does not hold yet laid over it (rule P75).
 * Pure: the same entries and operations give the same picture, whatever order they came in.
 */
import type { PhotoState } from "./photo";
import { type Chip, chipOf, dismissed, waits } from "./status";
import type {
  Choice,
  Consent,
  CreateOperation,
  Entry,
  Operation,
  Receipt,
  ResolveOperation,
  ReviewOperation,
  Status,
  Thread,
  UnitName,
  Units,
} from "./types";

export interface Pending {
  operation: Operation;
  state: "queued" | "in_flight" | "receipted";
  receipt: Receipt | null;
  saved_at: string;
}

export interface Projected {
  id: string;
  /** The server's word; null before the first. */
  entry: Entry | null;
  units: Units;
  /** The version that an operation made now has seen. */
  base: number;
  status: Status;
  clinic: string;
  recruiter: string;
  captured_at: string;
  consent: Consent;
  review: Entry["review"];
  progress: Entry["progress"];
  /** Of the photo that `units` declares. */
  photo: PhotoState;
  threads: Thread[];
  history: Entry["history"];
  /** Unsent, or not yet inside the entry, in order of n. */
  pending: Pending[];
  /** The last verdict or resolution of mine that was not taken, until a later one answers it. */
  stale: Receipt | null;
  /** An operation of mine that an admin decided against, the last one; `detail` says why. */
  dismissed: Receipt | null;
  chip: Chip;
}

/** What schema 1 left out, in entries and creates that this phone kept from before (P80). */
export const BEFORE = { photo: { id_photo: null } } satisfies Partial<Units>;

/** Every registration that the replica or the outbox knows; `today` is `YYYY-MM-DD`. */
export function project(
  entries: Iterable<Entry>,
  pending: readonly Pending[],
  today: string,
): Map<string, Projected> {
  const known = new Map<string, Entry | null>();
  for (const entry of entries) known.set(entry.registration, entry);
  const own = Map.groupBy(pending, ({ operation }) => operation.registration);
  for (const id of own.keys()) if (!known.has(id)) known.set(id, null);
  const projected = new Map<string, Projected>();
  for (const [id, entry] of known) {
    const one = projectOne(entry, own.get(id) ?? [], today);
    if (one) projected.set(id, one);
  }
  return projected;
}

/** One registration; null where neither the server nor a create of mine says what it is. */
export function projectOne(
  entry: Entry | null,
  own: readonly Pending[],
  today: string,
): Projected | null {
  const inOrder = [...own].sort((a, b) => a.operation.n - b.operation.n);
  const start = entry ? fromEntry(entry) : fromCreate(inOrder);
  if (start === null) return null;
  const pending = inOrder.filter(({ receipt }) => receipt?.result !== "stale");
  let now: Projected = {
    ...start,
    pending,
    stale: staleOf(entry, inOrder),
    dismissed: dismissedOf(pending),
  };
  for (const row of pending) {
    if (row.receipt === null || !waits(row.receipt)) now = laidOver(now, row);
  }
  // A sign-up that was decided against is nowhere but here, and what was to follow it follows nothing.
  if (entry === null && dismissedOf(pending.filter(isCreate))) {
    return { ...now, status: "rejected", chip: "rejected" };
  }
  return { ...now, chip: chipOf(now, today) };
}

const isCreate = ({ operation }: Pending): boolean => operation.kind === "create";

function dismissedOf(own: readonly Pending[]): Receipt | null {
  return own.findLast(({ receipt }) => receipt !== null && dismissed(receipt))?.receipt ?? null;
}

function fromEntry(entry: Entry): Projected {
  return {
    id: entry.registration,
    entry,
    units: { ...BEFORE, ...entry.units },
    base: entry.version,
    status: entry.status,
    clinic: entry.clinic,
    recruiter: entry.recruiter,
    captured_at: entry.captured_at,
    consent: entry.consent,
    review: entry.review,
    progress: entry.progress,
    photo: entry.photos?.id_photo ?? "none",
    threads: entry.threads,
    history: entry.history,
    pending: [],
    stale: null,
    dismissed: null,
    chip: "on_phone",
  };
}

function fromCreate(own: readonly Pending[]): Projected | null {
  const create = own.find(({ operation }) => operation.kind === "create")?.operation;
  if (create?.kind !== "create") return null;
  const units = { ...BEFORE, ...create.set };
  return { ...empty(create), units, photo: declared(units), consent: create.consent };
}

/** The server has not said anything about a photo that has just been declared. */
function declared({ photo }: Pick<Units, "photo">): PhotoState {
  return photo.id_photo === null ? "none" : "awaited";
}

function empty(create: CreateOperation) {
  return {
    id: create.registration,
    entry: null,
    base: 0,
    status: "submitted",
    clinic: create.clinic,
    recruiter: create.author.account,
    captured_at: create.captured_at,
    review: null,
    progress: {},
    threads: [] as Thread[],
    history: [],
    pending: [],
    stale: null,
    dismissed: null,
    chip: "on_phone",
  } satisfies Omit<Projected, "units" | "photo" | "consent">;
}

function laidOver(now: Projected, { operation, receipt }: Pending): Projected {
  switch (operation.kind) {
    case "create":
    case "decide": // it is about another operation, whose effect only the feed can tell
      return now;
    case "amend": {
      const sentAgain =
        now.status === "returned" &&
        operation.author.role === "recruiter" &&
        (now.review === null || operation.base > now.review.version); // M20: having seen the return
      const units = { ...now.units, ...taken(operation.set, receipt) };
      return {
        ...now,
        units,
        photo: units.photo === now.units.photo ? now.photo : declared(units),
        status: sentAgain ? "submitted" : now.status,
      };
    }
    case "withdraw":
    case "erase":
      return { ...now, status: "withdrawn" };
    case "review":
      return { ...now, status: AFTER[operation.verdict], review: said(operation) };
    case "resolve":
      return operation.choices.reduce((at, choice) => settled(at, choice, operation), now);
    case "progress":
      return {
        ...now,
        status: operation.step,
        progress: { ...now.progress, ...operation.facts },
      };
  }
}

const AFTER: Record<ReviewOperation["verdict"], Status> = {
  approve: "approved",
  return: "returned",
  reject: "rejected",
  reopen: "submitted",
};

/** The units of an amend that stand, once the server has said which do. */
function taken(set: Partial<Units>, receipt: Receipt | null): Partial<Units> {
  const fate = receipt?.units ?? {};
  return Object.fromEntries(
    Object.entries(set).filter(([unit]) => {
      const outcome = fate[unit as UnitName];
      return outcome !== "conflict" && outcome !== "superseded";
    }),
  );
}

function said(operation: ReviewOperation): NonNullable<Entry["review"]> {
  const { verdict, remarks, message, author, recorded_at, base } = operation;
  return { verdict, remarks, message, by: author.account, at: recorded_at, version: base };
}

/** A thread as it will be once the choice is taken; the chosen value stands at once where it is known. */
function settled(now: Projected, choice: Choice, operation: ResolveOperation): Projected {
  const asked = now.threads.find((thread) => thread.id === choice.thread);
  if (!asked) return now;
  const reopened = choice.choice === "reopen";
  const answer: Thread = {
    ...asked,
    open: reopened,
    outcome: choice.choice === "reopen" ? null : choice.choice,
    settled_at: reopened ? null : operation.recorded_at,
    moves: asked.moves + 1,
  };
  const value = chosen(choice, asked);
  const brought = choice.choice === "keep" && choice.set; // M106: for the one that the operation is on
  const written = value && asked.unit ? { [asked.unit]: value } : brought || null;
  const units = written ? { ...now.units, ...written } : now.units;
  return {
    ...now,
    threads: now.threads.map((thread) => (thread === asked ? answer : thread)),
    units,
    photo: units.photo === now.units.photo ? now.photo : declared(units),
  };
}

function chosen(choice: Choice, thread: Thread) {
  if (choice.choice === "value") return choice.value;
  if (choice.choice !== "proposed") return null;
  return thread.proposals?.find(({ stamp }) => stamp.op === choice.proposal)?.value ?? null;
}

function staleOf(entry: Entry | null, own: readonly Pending[]): Receipt | null {
  const last = own.findLast(({ operation: { kind } }) => kind === "review" || kind === "resolve");
  if (last?.receipt?.result !== "stale") return null;
  const { operation, receipt } = last;
  const answered =
    operation.kind === "review"
      ? (entry?.review?.version ?? -1) >= receipt.version
      : !entry?.threads.some((thread) => thread.open);
  return answered ? null : receipt;
}
