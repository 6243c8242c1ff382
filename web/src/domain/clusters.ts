/** Finding who stands together, by key, by neighbouring numbers or within a span of time. Pure; a sort and one pass each. */

/** What one registration says that can be seen in many. */
export interface Fact {
  id: string;
  recruiter: string;
  /** When it was captured, put right by the phone's skew: ms since 1970. */
  at: number;
  nik: string;
  phone: string;
  /** Empty where the address says too little to be compared. */
  address: string;
  /** Rupiah a month. */
  income: number;
}
/** Registrations that stand together, in the order of their capture. */
export type Found = readonly Fact[];

/** Those of one key together, in the order in which they came; an empty key is nobody's. */
export function byKey(facts: readonly Fact[], keyOf: (fact: Fact) => string): Found[] {
  const groups = Map.groupBy(facts, keyOf);
  groups.delete("");
  return [...groups.values()];
}

/** Groups of at least so many different people. */
export function crowds(groups: readonly Found[], people: number): Found[] {
  return groups.filter((group) => group.length >= people && peopleIn(group) >= people);
}

export function peopleIn(group: Found): number {
  return new Set(group.map((fact) => fact.nik)).size;
}

/** Within each group, chains whose neighbours are at most `apart` from each other. */
export function chains(
  groups: readonly Found[],
  numberOf: (fact: Fact) => number,
  { people, apart }: { people: number; apart: number },
): Found[] {
  const found: Fact[][] = [];
  for (const group of groups) {
    if (group.length < people) continue;
    let last = Number.NEGATIVE_INFINITY;
    for (const fact of [...group].sort((a, b) => numberOf(a) - numberOf(b))) {
      const number = numberOf(fact);
      if (number - last > apart) found.push([]);
      found.at(-1)?.push(fact);
      last = number;
    }
  }
  return crowds(found, people).map((chain) => [...chain].sort((a, b) => a.at - b.at));
}

/**
 * Within each group, every stretch of time that holds enough people within `span` ms; stretches that
 * overlap are one. The groups are in the order of their capture.
 */
export function bursts(
  groups: readonly Found[],
  { people, span }: { people: number; span: number },
): Found[] {
  return groups.flatMap((group) => (group.length < people ? [] : burstsOf(group, people, span)));
}

function burstsOf(group: Found, people: number, span: number): Found[] {
  const stretches: { from: number; to: number }[] = [];
  const inside = new Map<string, number>();
  let from = 0;
  for (const [to, last] of group.entries()) {
    inside.set(last.nik, (inside.get(last.nik) ?? 0) + 1);
    for (let first = group[from]; first && last.at - first.at > span; first = group[from]) {
      const left = (inside.get(first.nik) ?? 1) - 1;
      if (left > 0) inside.set(first.nik, left);
      else inside.delete(first.nik);
      from += 1;
    }
    if (inside.size < people) continue;
    const open = stretches.at(-1);
    if (open && from <= open.to) open.to = to;
    else stretches.push({ from, to });
  }
  return stretches.map((stretch) => group.slice(stretch.from, stretch.to + 1));
}
