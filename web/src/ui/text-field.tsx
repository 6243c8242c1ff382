import type { TargetedInputEvent } from "preact";
import { useState } from "preact/hooks";
import { cleaned } from "../domain/typed";
import { t } from "../text";
import { IconButton } from "./button";
import { describedBy, Field, type FieldState, moodOf } from "./field-frame";
import { Icon, type IconName } from "./icon";

interface TextFieldProps extends FieldState {
  value: string;
  onInput: (value: string) => void;
  /** The field is judged when it is left, not while it is typed. */
  onLeave?: (() => void) | undefined;
  type?: "text" | "tel" | "email" | "date" | "time" | "month" | "search";
  inputMode?: "text" | "numeric" | "tel" | "email" | "search";
  autoComplete?: string;
  autoCapitalize?: "words" | "sentences" | "off";
  maxLength?: number;
  prefix?: string;
  icon?: IconName;
  lines?: "many";
  min?: string;
  max?: string;
}

export function TextField(props: TextFieldProps) {
  const shared = {
    id: props.id,
    value: props.value,
    maxLength: props.maxLength,
    autocomplete: props.autoComplete ?? "off",
    autocapitalize: props.autoCapitalize ?? "sentences",
    spellcheck: false,
    "aria-invalid": props.error ? true : undefined,
    "aria-describedby": describedBy(props),
    onInput: (event: TargetedInputEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      props.onInput(cleaned(event.currentTarget.value, props.lines ?? "one")),
    dir: "auto",
    onBlur: props.onLeave,
  } as const;
  return (
    <Field {...props}>
      <div class={`input ${moodOf(props)}`}>
        {props.icon && <Icon name={props.icon} size={20} />}
        {props.prefix && (
          <span class="prefix" aria-hidden="true">
            {props.prefix}
          </span>
        )}
        {props.lines ? (
          <textarea {...shared} rows={1} />
        ) : (
          <input
            {...shared}
            {...typed(props.type ?? "text")}
            inputMode={props.inputMode}
            min={props.min}
            max={props.max}
          />
        )}
      </div>
    </Field>
  );
}

/** Preact types each kind of input apart; a kind that is only known later fits none of them. */
function typed(type: string) {
  return { type } as { type: "text" };
}

/** A password with an eye that shows it. */
export function PasswordField(
  props: FieldState & {
    value: string;
    onInput: (value: string) => void;
    /** What a keeper of passwords offers: the one that is, or one that it makes. */
    autoComplete?: "new-password";
  },
) {
  const [shown, show] = useState(false);
  return (
    <Field {...props}>
      <div class={`input ${moodOf(props)}`}>
        <input
          id={props.id}
          {...typed(shown ? "text" : "password")}
          value={props.value}
          autocomplete={props.autoComplete ?? "current-password"}
          autocapitalize="off"
          spellcheck={false}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={describedBy(props)}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
        <IconButton
          icon={shown ? "eye-off" : "eye"}
          label={t("sign_in.show_password")}
          pressed={shown}
          onClick={() => show(!shown)}
        />
      </div>
    </Field>
  );
}
