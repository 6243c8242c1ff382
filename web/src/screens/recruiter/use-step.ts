import type { Draft } from "../../domain/draft";
import { today } from "../../state/registrations";
import { person } from "../../state/session";
import type { FieldError } from "../../ui/error-summary";
import type { Keeper } from "./draft-keeper";
import { clinicErrors, errorsOf } from "./errors";
import type { Fields } from "./form";
import { type FormErrors, useFormErrors } from "./form-errors";
import type { FormProps } from "./forms/form";
import { FIELDS_OF, type Step } from "./steps";

/** Age limits until an account says its own. */
const LIMITS = { min_age: 17, max_age: 64 };

export function limits(): { min_age: number; max_age: number } {
  return person.value?.me.settings ?? LIMITS;
}

/** What is wrong with some fields now. */
export function errorsNow(names: readonly string[], fields: Fields): FieldError[] {
  return errorsOf(names, { fields, today: today.value, limits: limits() });
}

/** Whether the draft's clinic is one of its author's still. */
export function clinicNow({ clinic }: Draft): FieldError[] {
  return clinicErrors(clinic, person.value?.me.clinics ?? []);
}

/** The form of a step that is nothing but fields. */
export function useStep(step: Step, keeper: Keeper): { form: FormProps; errors: FormErrors } {
  const { fields } = keeper.draft;
  const errors = useFormErrors([
    ...errorsNow(FIELDS_OF[step], fields),
    ...(FIELDS_OF[step].includes("clinic") ? clinicNow(keeper.draft) : []),
  ]);
  return { form: { fields, set: keeper.set, errors }, errors };
}
