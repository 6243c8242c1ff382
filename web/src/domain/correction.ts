/** A correction that is being typed (P150): of a saved registration, not said yet, never leaving the phone. */
import { UNITS } from "../wire/units.gen";
import type { FlatFields } from "./draft";
import { sameValue } from "./same";
import type { Status, UnitName, Units } from "./types";

type Fields = Partial<FlatFields>;

export interface Correction {
  /** The registration's. */
  id: string;
  /** The fields as they stood when typing began, and as they are typed. */
  was: Fields;
  fields: Fields;
  touched_at: string;
}

/** Every field of a registration by its own name. */
export function fieldsOf(units: Units): Fields {
  return Object.assign({}, ...Object.values(units)) as Fields;
}

/** The fields that were typed over, in the order of the units. */
export function typedIn({ was, fields }: Pick<Correction, "was" | "fields">): (keyof Fields)[] {
  return Object.values(UNITS)
    .flat()
    .filter((name) => !sameValue(was[name], fields[name]));
}

export interface Laid {
  /** What stands, and over it what was typed. */
  fields: Fields;
  /** Units with something typed of which others have changed something meanwhile. */
  moved: UnitName[];
}

/** What was typed, over the record as it stands now. A unit is taken whole (M1), so it is looked at as one. */
export function laidOver(correction: Correction, standing: Units): Laid {
  const now = fieldsOf(standing);
  const { was, fields: typed } = correction;
  const own = typedIn(correction);
  const fields = { ...now, ...Object.fromEntries(own.map((name) => [name, typed[name]])) };
  const differs = (name: keyof Fields) =>
    !sameValue(was[name], now[name]) && !sameValue(typed[name], now[name]);
  const moved = (Object.keys(UNITS) as UnitName[]).filter((unit) => {
    const names: readonly (keyof Fields)[] = UNITS[unit];
    return names.some((name) => own.includes(name)) && names.some(differs);
  });
  return { fields, moved };
}

/** While a verdict is open, what is known may be corrected. */
export function mayBeCorrected(status: Status): boolean {
  return status === "submitted" || status === "returned";
}
