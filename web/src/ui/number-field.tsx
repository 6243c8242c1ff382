import { typedDigits } from "./digits";
import { describedBy, Field, type FieldState, moodOf } from "./field-frame";

interface NumberFieldProps extends FieldState {
  /** Null while nothing is typed. */
  value: number | null;
  onInput: (value: number | null) => void;
  onLeave?: () => void;
  prefix?: string;
  /** How many digits fit. */
  digits?: number;
}

/** A whole number, shown as `45.000` while it is typed. */
export function NumberField(props: NumberFieldProps) {
  return (
    <Field {...props}>
      <div class={`input ${moodOf(props)}`}>
        {props.prefix && (
          <span class="prefix" aria-hidden="true">
            {props.prefix}
          </span>
        )}
        <input
          id={props.id}
          class="num"
          inputMode="numeric"
          autocomplete="off"
          value={props.value === null ? "" : thousands(String(props.value))}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={describedBy(props)}
          onInput={(event) => {
            const digits = typedDigits(event.currentTarget, thousands, props.digits ?? 9);
            props.onInput(digits === "" ? null : Number(digits));
          }}
          onBlur={props.onLeave}
        />
      </div>
    </Field>
  );
}

function thousands(digits: string): string {
  return digits.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".");
}
