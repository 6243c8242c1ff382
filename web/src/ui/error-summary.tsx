import { useEffect, useRef } from "preact/hooks";
import { t } from "../text";

export interface FieldError {
  /** Id of the field. */
  id: string;
  text: string;
}

interface ErrorSummaryProps {
  errors: readonly FieldError[];
  asked: number;
  /** Goes to a field; by default to the one on this page. */
  onFix?: ((id: string) => void) | undefined;
}

/** First on the page after "Continue" with errors; takes the focus each time `asked` grows. */
export function ErrorSummary({ errors, asked, onFix = goTo }: ErrorSummaryProps) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (asked > 0) {
      box.current?.focus({ preventScroll: true });
      window.scrollTo({ top: 0 });
    }
  }, [asked]);
  if (errors.length === 0) return null;
  return (
    <section class="errors" ref={box} tabIndex={-1} aria-labelledby="errors-heading">
      <h2 id="errors-heading">{t("errors.heading", { n: errors.length })}</h2>
      <ul>
        {errors.map((error) => (
          <li key={error.id}>
            <button type="button" class="link" onClick={() => onFix(error.id)}>
              {error.text}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** To a field on this page. */
export function goTo(id: string): void {
  const field = document.getElementById(id);
  const first = field?.matches("fieldset") ? field.querySelector<HTMLElement>("input") : field;
  field?.scrollIntoView({ block: "center" });
  first?.focus({ preventScroll: true });
}
