import type { Limits } from "../../domain/rules";
import { today } from "../../state/registrations";
import { person } from "../../state/session";
import type { FieldError } from "../../ui/error-summary";
import type { Keeper } from "./draft-keeper";
import { errorsOf } from "./errors";
import type { Fields } from "./form";
import { type FormErrors, useFormErrors } from "./form-errors";
import type { FormProps } from "./forms/form";
import { FIELDS_OF, type Step, stepsOf } from "./steps";

/** Until an account says its own. */
const LIMITS: Limits = { min_age: 17, max_age: 64, id_photo: "optional" };

export function limits(): Limits {
  return person.value?.me.settings ?? LIMITS;
}

/** The steps of a sign-up, as the settings have them now. */
export function steps(): readonly Step[] {
  return stepsOf(limits().id_photo);
}

/** What is wrong with some fields now. */
export function errorsNow(names: readonly string[], fields: Fields): FieldError[] {
  return errorsOf(names, { fields, today: today.value, limits: limits() });
}

/** The form of a step that is nothing but fields. */
export function useStep(step: Step, keeper: Keeper): { form: FormProps; errors: FormErrors } {
  const { fields } = keeper.draft;
  const errors = useFormErrors(errorsNow(FIELDS_OF[step], fields));
  const { set, keep } = keeper;
  return { form: { registration: keeper.draft.id, fields, set, errors, keep }, errors };
}
