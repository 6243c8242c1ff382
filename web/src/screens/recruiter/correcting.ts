/** Correcting a saved registration: the fields as they stand, changed here, saved as whole units. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { sameValue } from "../../domain/difference";
import { unitsOf } from "../../domain/draft";
import type { Projected } from "../../domain/project";
import type { UnitName, Units } from "../../domain/types";
import { releasePhotos } from "../../state/photos";
import { amend, today } from "../../state/registrations";
import { changed, changedUnits, type Fields, fieldsOf } from "./form";
import { type FormErrors, useFormErrors } from "./form-errors";
import type { FormProps } from "./forms/form";
import { errorsNow } from "./use-step";

export interface Correcting {
  form: FormProps;
  errors: FormErrors;
  before: Fields;
  isChanged: (field: string) => boolean;
  /** "nothing" where no unit differs; throws what saving throws. */
  save: () => Promise<"saved" | "nothing">;
}

/** `names` are the fields that are asked for here. */
export function useCorrecting(one: Projected, names: readonly string[]): Correcting {
  // As it stood when this page was opened: what comes in meanwhile is no correction of this person's.
  const standing = useMemo(() => one.units, []);
  const before = useMemo(() => fieldsOf(standing), [standing]);
  const [fields, setFields] = useState(before);
  const errors = useFormErrors(errorsNow(names, fields));
  // A photo that was taken here and not saved belongs to nothing.
  useEffect(() => () => void releasePhotos(one.id), []);
  const touched = changedUnits(standing, unitsOf(fields));
  return {
    form: {
      registration: one.id,
      fields,
      set: (patch) => setFields((now) => changed(now, patch, today.peek())),
      errors,
    },
    errors,
    before,
    isChanged: (field) => !sameValue(before[field as keyof Fields], fields[field as keyof Fields]),
    save: async () => {
      if (Object.keys(touched).length === 0) return "nothing";
      await amend(one.id, touched as Partial<Pick<Units, UnitName>>);
      return "saved";
    },
  };
}
