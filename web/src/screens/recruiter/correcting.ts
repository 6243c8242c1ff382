/** Correcting a saved registration: kept as it is typed (P150), said as whole units over what was on the screen. */
import { useEffect, useMemo } from "preact/hooks";
import { type Correction, fieldsOf, laidOver, typedIn } from "../../domain/correction";
import { unitsOf } from "../../domain/draft";
import type { Projected } from "../../domain/project";
import { sameValue } from "../../domain/same";
import type { UnitName } from "../../domain/types";
import { corrections, keepCorrection } from "../../state/corrections";
import { releasePhotos } from "../../state/photos";
import { amend, today } from "../../state/registrations";
import { changed, changedUnits, type Fields } from "./form";
import { type FormErrors, useFormErrors } from "./form-errors";
import type { FormProps } from "./forms/form";
import { errorsNow } from "./use-step";
import { type Kept, useWriter, Writer } from "./writer";

export interface Correcting {
  form: FormProps;
  errors: FormErrors;
  before: Fields;
  /** Null while nothing is typed over. */
  kept: Kept | null;
  isChanged: (field: string) => boolean;
  /** Units of which others have changed something since it was typed here. */
  moved: readonly UnitName[];
  /** Typed fields that are not among those asked for here; they are sent as well. */
  elsewhere: readonly string[];
  /** "nothing" where no unit differs; throws what saving throws. */
  save: () => Promise<"saved" | "nothing">;
}

/** The correction that is kept of a registration, or null. */
export function correctionOf(id: string): Correction | null {
  return corrections.value.find((each) => each.id === id) ?? null;
}

/** `names` are the fields that are asked for here. */
export function useCorrecting(one: Projected, names: readonly string[]): Correcting {
  // As it stood when this page was opened: what comes in meanwhile is no correction of this person's, nor was it seen.
  const { seen, before, laid } = useMemo(() => opened(one), []);
  const writer = useWriter(one.id, (tell) => {
    const start: Correction = { id: one.id, was: before, fields: laid.fields, touched_at: "" };
    return new Writer(start, keepCorrection, tell);
  }) as Writer<Correction>;
  useEffect(() => () => void writer.keep().then(() => releaseUnnamed(one.id)), []);
  const { fields } = writer.now;
  const typed = typedIn(writer.now);
  const errors = useFormErrors(errorsNow([...names, ...typed], fields));
  return {
    form: {
      registration: one.id,
      fields,
      set: (patch) => writer.change({ fields: changed(writer.now.fields, patch, today.peek()) }),
      errors,
      keep: () => writer.keep(),
    },
    errors,
    before,
    kept: typed.length === 0 && writer.kept === "kept" ? null : writer.kept,
    isChanged: (field) => !sameValue(before[field as keyof Fields], fields[field as keyof Fields]),
    moved: laid.moved,
    elsewhere: typed.filter((field) => !names.includes(field)),
    save: async () => {
      const touched = changedUnits(seen.units, unitsOf(writer.now.fields));
      if (Object.keys(touched).length === 0) return "nothing";
      await writer.keep(); // no write may follow the one that ends it
      await amend(seen, touched);
      writer.end();
      return "saved";
    },
  };
}

function opened(one: Projected) {
  const before = fieldsOf(one.units);
  const kept = corrections.peek().find(({ id }) => id === one.id);
  const laid = kept ? laidOver(kept, one.units) : { fields: before, moved: [] };
  // Where others have moved on, what follows from the fields may be something else now.
  const fields = laid.moved.length > 0 ? changed(laid.fields, {}, today.peek()) : laid.fields;
  return { seen: one, before, laid: { ...laid, fields } };
}

/** A photo that was taken here and is named by no correction belongs to nothing. */
async function releaseUnnamed(id: string): Promise<void> {
  if (!corrections.peek().some((each) => each.id === id)) await releasePhotos(id);
}
