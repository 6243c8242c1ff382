import { FieldGroup, type FieldState } from "./field-frame";
import { Icon, type IconName } from "./icon";

interface ChoiceProps<T extends string> extends FieldState {
  options: readonly { value: T; label: string; icon?: IconName }[];
  value: T | null;
  onChange: (value: T) => void;
  quiet?: boolean;
  /** Four short ones stand closer and carry no check mark. */
  close?: boolean;
  /** Two by two, where four words are too long for one row. */
  pairs?: boolean;
}

/** Two to four answers side by side; radio buttons underneath. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  return (
    <FieldGroup {...props}>
      <div class={`choice ${props.close ? "close" : ""} ${props.pairs ? "pairs" : ""}`}>
        {props.options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={props.id}
              value={option.value}
              checked={option.value === props.value}
              onChange={() => props.onChange(option.value)}
            />
            {mark(option.value === props.value, props.close, option.icon)}
            {option.label}
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}

function mark(chosen: boolean, close: boolean | undefined, icon: IconName | undefined) {
  if (icon) return <Icon name={icon} size={20} />;
  return chosen && !close ? <Icon name="check" size={20} /> : null;
}
