// What the person has before their eyes: memory that follows the store's changes, as the app's own does, and
// notes in every frame where an operation of theirs is not to be seen (I6).
import { canonical } from "../../../web/src/domain/canonical";
import { projectOne } from "../../../web/src/domain/project";

const SEEN_BY = {
  create: () => null,
  amend: ({ set }) => ({ units: set }),
  withdraw: () => ({ status: "withdrawn" }),
};

export class Screen {
  #entries = new Map();
  #rows = new Map();
  /** Own operations by n, also those that the memory has let go of. */
  #own = new Map();
  #frames = [];

  constructor(all) {
    this.apply(all);
  }

  apply({ entries, rows }, why = null) {
    for (const [id, row] of entries) {
      if (row) this.#entries.set(id, row);
      else this.#entries.delete(id);
    }
    for (const [n, row] of rows) {
      if (row) this.#own.set(n, { ...row, operation: JSON.parse(row.text) });
      if (row && row.state !== "covered") this.#rows.set(n, this.#own.get(n));
      else this.#rows.delete(n);
    }
    if (why) this.#frames.push({ why, unseen: this.#unseen() });
  }

  /** The numbers of everything are others now. */
  reload(all) {
    for (const map of [this.#entries, this.#rows, this.#own]) map.clear();
    this.apply(all);
  }

  /** Every registration as `projectOne` has it, without its own copies of operations. */
  shown(today) {
    const ids = new Set(this.#entries.keys());
    for (const { registration } of this.#rows.values()) ids.add(registration);
    const shown = {};
    for (const id of ids) {
      const one = this.#project(id, today);
      if (!one) continue;
      const { base, status, units, chip } = one;
      shown[id] = { base, status, units, chip, entry: this.#entries.get(id)?.entry ?? null };
    }
    return shown;
  }

  takeFrames() {
    return this.#frames.splice(0);
  }

  /** For comparing with what the database would show. */
  text() {
    const byKey = (map) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
    const entries = byKey(this.#entries).map(([id, { left, entry }]) => [id, left, entry]);
    const rows = byKey(this.#rows).map(([n, { state, receipt }]) => [n, state, receipt]);
    return canonical(JSON.parse(JSON.stringify([entries, rows])));
  }

  #project(id, today) {
    const own = [...this.#rows.values()].filter(({ registration }) => registration === id);
    return projectOne(this.#entries.get(id)?.entry ?? null, own, today);
  }

  /** The person's last word on each thing that is not what they see; whether that may be, others judge. */
  #unseen() {
    const unseen = [];
    for (const [id, own] of Map.groupBy(this.#own.values(), (row) => row.registration)) {
      const shown = this.#project(id, "2026-11-23");
      const entry = this.#entries.get(id)?.entry;
      const version = entry?.version ?? 0;
      for (const [what, row] of lastWords(own)) {
        if (shown && is(shown, what, row.operation)) continue;
        const { n, op, receipt, covered_at } = row;
        const gone = !shown || this.#entries.get(id)?.left === true;
        const covered = covered_at !== undefined;
        unseen.push({ n, op, registration: id, what, version, receipt, covered, gone });
      }
    }
    return unseen;
  }
}

/** By thing ("units.name", "status", "there"): the last operation that speaks of it. */
function lastWords(own) {
  const last = new Map();
  for (const row of own.toSorted((a, b) => a.n - b.n)) {
    const words = SEEN_BY[row.operation.kind]?.(row.operation);
    if (words === undefined) continue;
    if (words === null) last.set("there", row);
    if (words?.status) last.set("status", row);
    for (const unit of Object.keys(words?.units ?? {})) last.set(unit, row);
  }
  return last;
}

function is(shown, what, operation) {
  if (what === "there") return true;
  if (what === "status") return shown.status === "withdrawn";
  return canonical(shown.units[what]) === canonical(operation.set[what]);
}
