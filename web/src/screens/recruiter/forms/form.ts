import type { Fields, Patch } from "../form";
import type { FormErrors } from "../form-errors";

/** What a part of a form needs, in a sign-up as in a correction. */
export interface FormProps {
  /** The registration that it is about, or that the draft becomes. */
  registration: string;
  fields: Fields;
  set: (patch: Patch) => void;
  errors: FormErrors;
  /** Resolves once what was set is durable; absent where it is saved as a whole at the end. */
  keep?: () => Promise<void>;
}
