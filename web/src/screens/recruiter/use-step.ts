import type { Draft } from "../../domain/draft";
import type { Limits } from "../../domain/rules";
import { today } from "../../state/registrations";
import { person } from "../../state/session";
import type { FieldError } from "../../ui/error-summary";
import type { Keeper } from "./draft-keeper";
import { clinicErrors, errorsOf } from "./errors";
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
  const { set, keep } = keeper;
  return { form: { registration: keeper.draft.id, fields, set, errors, keep }, errors };
}
