import type { Fields, Patch } from "../form";
import type { FormErrors } from "../form-errors";

/** What a part of a form needs, in a sign-up as in a correction. */
export interface FormProps {
  fields: Fields;
  set: (patch: Patch) => void;
  errors: FormErrors;
}
