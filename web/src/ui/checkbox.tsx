import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

interface CheckboxProps {
  id: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  /** At the right: a price, "required". */
  end?: ComponentChildren;
  checked: boolean;
  /** Absent: it cannot be changed. */
  onChange?: ((checked: boolean) => void) | undefined;
  error?: string | null | undefined;
}

export function Checkbox(props: CheckboxProps) {
  const { onChange, error } = props;
  return (
    <div class="field">
      {error && (
        <p class="said error" id={`${props.id}-error`}>
          <Icon name="alert" size={20} /> {error}
        </p>
      )}
      <label class={`tick ${error ? "wrong" : ""}`}>
        <input
          id={props.id}
          type="checkbox"
          checked={props.checked}
          disabled={onChange === undefined}
          aria-describedby={error ? `${props.id}-error` : undefined}
          onChange={(event) => onChange?.(event.currentTarget.checked)}
        />
        <span class="square">
          <Icon name="check" size={16} />
        </span>
        <span class="words">
          <b>{props.label}</b>
          {props.hint && <span>{props.hint}</span>}
        </span>
        {props.end && <span class="end">{props.end}</span>}
      </label>
    </div>
  );
}

export function Switch(props: {
  id: string;
  children: ComponentChildren;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label class="switch">
      <input
        id={props.id}
        type="checkbox"
        role="switch"
        aria-checked={props.checked}
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.children}</span>
      <i />
    </label>
  );
}
