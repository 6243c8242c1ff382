import { useState } from "preact/hooks";
import type { FieldError } from "../../ui/error-summary";

export interface FormErrors {
  /** For the summary: all of them, once going on has been asked. */
  summary: readonly FieldError[];
  asked: number;
  /** At the field: once it has been left, or all have been asked for. */
  of: (id: string) => string | undefined;
  leave: (id: string) => void;
  /** Asks for all; says whether there are none. */
  none: () => boolean;
}

/** Which errors are shown when: a field is judged when it is left, all when going on. */
export function useFormErrors(errors: readonly FieldError[]): FormErrors {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState(0);
  return {
    summary: asked > 0 ? errors : [],
    asked,
    of: (id) =>
      asked > 0 || left.has(id) ? errors.find((error) => error.id === id)?.text : undefined,
    leave: (id) => {
      if (!left.has(id)) setLeft(new Set([...left, id]));
    },
    none: () => {
      setAsked(asked + 1);
      return errors.length === 0;
    },
  };
}
