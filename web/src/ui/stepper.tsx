import { t } from "../text";
import { Icon } from "./icon";

interface StepperProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

/** A small whole number by thumb. */
export function Stepper({ label, value, min, max, onChange }: StepperProps) {
  return (
    <fieldset class="stepper">
      <legend class="unseen">{label}</legend>
      <span aria-hidden="true">{label}</span>
      <span>
        <button
          type="button"
          aria-label={`${t("step.fewer")}: ${label}`}
          disabled={value <= min}
          onClick={() => onChange(value - 1)}
        >
          <Icon name="minus" size={20} />
        </button>
        <output class="num" aria-live="polite">
          {value}
        </output>
        <button
          type="button"
          aria-label={`${t("step.more")}: ${label}`}
          disabled={value >= max}
          onClick={() => onChange(value + 1)}
        >
          <Icon name="plus" size={20} />
        </button>
      </span>
    </fieldset>
  );
}
