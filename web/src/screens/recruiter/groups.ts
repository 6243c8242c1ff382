/** The list of people in its order: needs you, under way, done. Pure. */
import type { Correction } from "../../domain/correction";
import type { Draft } from "../../domain/draft";
import type { Projected } from "../../domain/project";
import type { Chip } from "../../domain/status";

export type Row =
  | { kind: "draft"; id: string; at: string; draft: Draft }
  /** Of a registration that is not here any more. */
  | { kind: "correction"; id: string; at: string; correction: Correction }
  | { kind: "registration"; id: string; at: string; registration: Projected; typed: boolean };
export type Filter = "all" | "needs_you" | "unsent" | "done";
export interface Groups {
  needs_you: Row[];
  under_way: Row[];
  done: Row[];
}
const DONE: readonly Chip[] = ["registered", "paid", "rejected", "withdrawn"];

export function groupsOf(
  all: Iterable<Projected>,
  drafts: readonly Draft[],
  corrections: readonly Correction[] = [],
): Groups {
  const typed = new Map(corrections.map((correction) => [correction.id, correction]));
  const groups: Groups = { needs_you: [], under_way: [], done: [] };
  for (const registration of all) {
    const row: Row = {
      kind: "registration",
      id: registration.id,
      at: registration.captured_at,
      registration,
      typed: typed.delete(registration.id),
    };
    if (row.typed || registration.chip === "returned") groups.needs_you.push(row);
    else if (DONE.includes(registration.chip)) groups.done.push(row);
    else groups.under_way.push(row);
  }
  for (const draft of drafts) {
    groups.needs_you.push({ kind: "draft", id: draft.id, at: draft.touched_at, draft });
  }
  for (const [id, correction] of typed) {
    groups.needs_you.push({ kind: "correction", id, at: correction.touched_at, correction });
  }
  for (const rows of Object.values(groups) as Row[][]) rows.sort((a, b) => (a.at < b.at ? 1 : -1));
  return groups;
}

/** Unsent work of mine waits in this one. */
function isUnsent(row: Row): boolean {
  return (
    row.kind === "registration" &&
    row.registration.pending.some((pending) => pending.state !== "receipted")
  );
}

/** How many each filter leaves. */
export function countsOf(groups: Groups): Record<Filter, number> {
  const { needs_you, under_way, done } = groups;
  const unsentIn = (rows: Row[]) => rows.filter(isUnsent).length;
  return {
    all: needs_you.length + under_way.length + done.length,
    needs_you: needs_you.length,
    unsent: unsentIn(needs_you) + unsentIn(under_way) + unsentIn(done),
    done: done.length,
  };
}

/** The groups with only what the filter and the search leave. */
export function narrowed(groups: Groups, filter: Filter, search: string): Groups {
  const text = search.trim().toLowerCase();
  const digits = text.replace(/\D/g, "");
  const keep = (group: keyof Groups) => {
    const rows = groups[group];
    if (filter === "all" && text === "") return rows;
    return rows.filter((row) => passes(row, group, filter) && found(row, text, digits));
  };
  return { needs_you: keep("needs_you"), under_way: keep("under_way"), done: keep("done") };
}

function passes(row: Row, group: keyof Groups, filter: Filter): boolean {
  if (filter === "all") return true;
  return filter === "unsent" ? isUnsent(row) : filter === group;
}

function found(row: Row, text: string, digits: string): boolean {
  if (text === "") return true;
  const { nik = "", full_name = "" } = searched(row);
  if (full_name.toLowerCase().includes(text)) return true;
  return digits.length >= 4 && nik.includes(digits);
}

/** Nothing is made ahead nor kept of it: looking through ten thousand names takes two milliseconds. */
function searched(row: Row): { nik?: string; full_name?: string } {
  switch (row.kind) {
    case "draft":
      return row.draft.fields;
    case "correction":
      return row.correction.fields;
    case "registration": {
      const { identity, name } = row.registration.units;
      return { nik: identity.nik, full_name: name.full_name };
    }
  }
}
