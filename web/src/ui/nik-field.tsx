import { formatNik } from "../domain/nik";
import { t } from "../text";
import { typedDigits } from "./digits";
import { describedBy, type FieldState } from "./field-frame";
import { Icon } from "./icon";

type Tone = "empty" | "full" | "heed" | "stop";

interface NikFieldProps extends Omit<FieldState, "warning"> {
  digits: string;
  /** Look at it: what to look at is said below, by the page. */
  mood: "warn" | "";
  onDigits: (digits: string) => void;
  onLeave?: () => void;
  /** Digits at fault, first and last, counted from 1. */
  faults: readonly { digits: readonly [number, number]; tone: "heed" | "stop" }[];
}
const GROUPS = [
  { from: 1, to: 6, word: "nik.region" },
  { from: 7, to: 12, word: "nik.born" },
  { from: 13, to: 16, word: "nik.serial" },
] as const;

/**
 * One real input of 16 digits, read live. Its three underlines say which part a fault is in. More than 16
 * digits are kept, so that a pasted number that is too long is seen and not cut.
 */
export function NikField(props: NikFieldProps) {
  return (
    <div class="field">
      <label for={props.id} class="unseen">
        {props.label}
      </label>
      {props.hint && (
        <span class="unseen" id={`${props.id}-hint`}>
          {props.hint}
        </span>
      )}
      <div class={`input nik ${props.error ? "wrong" : props.mood}`}>
        <div>
          <input
            id={props.id}
            inputMode="numeric"
            autocomplete="off"
            value={formatNik(props.digits)}
            aria-invalid={props.error ? true : undefined}
            aria-describedby={describedBy(props)}
            onInput={(event) => props.onDigits(typedDigits(event.currentTarget, formatNik, 20))}
            onBlur={props.onLeave}
          />
          <div class="groups" aria-hidden="true">
            {GROUPS.map((group) => (
              <span key={group.word} data-tone={toneOf(group, props)}>
                {t(group.word)}
              </span>
            ))}
          </div>
        </div>
      </div>
      {props.error && (
        <p class="said error" id={`${props.id}-error`} role="alert">
          <Icon name="alert" size={20} /> {props.error}
        </p>
      )}
    </div>
  );
}

function toneOf(group: (typeof GROUPS)[number], { digits, faults }: NikFieldProps): Tone {
  const fault = faults.find((each) => each.digits[0] >= group.from && each.digits[1] <= group.to);
  if (fault) return fault.tone;
  return digits.length >= group.to ? "full" : "empty";
}
