/** What differs between two versions: the old value struck through above the new one. */
import { changedFields, UNIT_ORDER } from "../../domain/difference";
import type { UnitName, Units } from "../../domain/types";
import { d } from "../../text/desk";
import { fieldLabel, unitLines } from "./lines";

interface Changed {
  field: string;
  before: string | null;
  after: string | null;
}

function changedLines(unit: UnitName, before: Units, after: Units): Changed[] {
  const changed = new Set(changedFields(before[unit], after[unit]));
  const old = new Map(unitLines(unit, before[unit]).map((line) => [line.fields[0], line.text]));
  return unitLines(unit, after[unit])
    .filter((line) => line.fields.some((field) => changed.has(field)))
    .map((line) => ({
      field: line.fields[0],
      before: old.get(line.fields[0]) ?? null,
      after: line.text,
    }))
    .filter((line) => line.before !== line.after);
}

export function DifferenceList({ before, after }: { before: Units; after: Units }) {
  const lines = UNIT_ORDER.flatMap((unit) => changedLines(unit, before, after));
  return (
    <dl class="changed num">
      {lines.map((line) => (
        <div key={line.field}>
          <dt class="quiet">{fieldLabel(line.field)}</dt>
          <dd>
            <del>{line.before ?? d("value.empty")}</del>
            <ins>{line.after ?? d("value.empty")}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
