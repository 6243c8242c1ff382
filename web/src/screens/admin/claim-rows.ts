/** What an admin compares of the claims on one person, and what of another claim goes into the kept one (M106). Pure but for words. */
import type { Projected } from "../../domain/project";
import type { Brought, UnitName } from "../../domain/types";
import { fieldLabel, unitLabel, unitLines, unitSummary } from "../desk/lines";

export interface ClaimRow {
  unit: UnitName;
  label: string;
  /** Claim by claim. */
  texts: string[];
  differs: boolean;
}

/** Which claim a unit is taken from, where it is not the kept one's own. */
export type Taken = ReadonlyMap<UnitName, string>;

const BY_LINE = ["name", "identity", "contact"] as const;
const BY_UNIT = ["address", "work", "contribution", "heirs", "note"] as const;
const NOTHING = "–";

/** The person line by line, the rest a unit a line; what nobody has filled in is left out. */
export function claimRows(claims: readonly Projected[]): ClaimRow[] {
  const lined = BY_LINE.flatMap((unit) => {
    const lines = claims.map(({ units }) => unitLines(unit, units[unit]));
    return (lines[0] ?? []).map(({ fields: [field] }, i) =>
      row(
        unit,
        fieldLabel(field),
        lines.map((one) => one[i]?.text ?? NOTHING),
      ),
    );
  });
  const whole = BY_UNIT.map((unit) =>
    row(
      unit,
      unitLabel(unit),
      claims.map(({ units }) => unitSummary(unit, units[unit])),
    ),
  );
  return [...lined, ...whole].filter(({ texts }) => texts.some((text) => text !== NOTHING));
}

function row(unit: UnitName, label: string, texts: string[]): ClaimRow {
  return { unit, label, texts, differs: new Set(texts.map((t) => t.toLowerCase())).size > 1 };
}

/** Units that a claim can give to the kept one: they differ to the eye, and nobody is asked about them. */
export function giveable(rows: readonly ClaimRow[], kept: Projected | undefined): UnitName[] {
  if (!kept) return [];
  const asked = new Set(kept.threads.filter((t) => t.open).map((thread) => thread.unit));
  const differ = rows.filter((one) => new Set(one.texts).size > 1 && !asked.has(one.unit));
  return [...new Set(differ.map((one) => one.unit))];
}

/** A unit given, given by another claim, or taken back. */
export function toggled(taken: Taken, unit: UnitName, from: string): Taken {
  const next = new Map(taken);
  if (next.get(unit) === from) next.delete(unit);
  else next.set(unit, from);
  return next;
}

/** From claim to claim, and back to the kept one's own: what a key does. */
export function turned(
  taken: Taken,
  unit: UnitName,
  { claims, kept }: { claims: readonly Projected[]; kept: string },
): Taken {
  const sources = [kept, ...claims.map(({ id }) => id).filter((id) => id !== kept)];
  const from = sources[(sources.indexOf(taken.get(unit) ?? kept) + 1) % sources.length] ?? kept;
  const next = new Map(taken);
  if (from === kept) next.delete(unit);
  else next.set(unit, from);
  return next;
}

/** The whole values for the kept one. */
export function broughtOf(taken: Taken, claims: readonly Projected[]): Brought {
  return Object.fromEntries(
    [...taken].flatMap(([unit, from]) => {
      const source = claims.find(({ id }) => id === from);
      return source ? [[unit, source.units[unit]]] : [];
    }),
  );
}
