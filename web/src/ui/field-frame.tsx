/** The frame of every field: label, hint, error above the box, warning below it. */
import type { ComponentChildren } from "preact";
import { t } from "../text";
import { Icon } from "./icon";

export interface FieldState {
  /** Also the anchor of the error summary's link. */
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | null | undefined;
  /** Look at this; going on is allowed. */
  warning?: string | null | undefined;
  optional?: boolean | undefined;
}

/** The ids of what describes the field, for `aria-describedby`. */
export function describedBy(field: FieldState): string | undefined {
  const parts = [field.error && "error", field.warning && "warning", field.hint && "hint"];
  const ids = parts.filter(Boolean).map((part) => `${field.id}-${part}`);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

/** `warn` or `wrong`, for the border. */
export function moodOf(field: FieldState): string {
  if (field.error) return "wrong";
  return field.warning ? "warn" : "";
}

export function Field(props: FieldState & { children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={props.id}>
        {props.label}
        <OptionalMark optional={props.optional} />
      </label>
      <Said field={props} part="above" />
      {props.children}
      <Said field={props} part="below" />
    </div>
  );
}

interface FieldGroupProps extends FieldState {
  /** The label is said, not shown, where a heading above already asks. */
  quiet?: boolean;
  children: ComponentChildren;
}

/** The same for several controls that answer one question. */
export function FieldGroup(props: FieldGroupProps) {
  return (
    <fieldset
      class={`field ${moodOf(props)}`}
      id={props.id}
      tabIndex={-1}
      aria-describedby={describedBy(props)}
    >
      <legend class={props.quiet ? "unseen" : ""}>
        {props.label}
        <OptionalMark optional={props.optional} />
      </legend>
      <Said field={props} part="above" />
      {props.children}
      <Said field={props} part="below" />
    </fieldset>
  );
}

function OptionalMark({ optional }: { optional: boolean | undefined }) {
  return optional ? <span class="optional"> ({t("field.optional")})</span> : null;
}

function Said({ field, part }: { field: FieldState; part: "above" | "below" }) {
  if (part === "below") {
    return field.warning ? (
      <p class="said warning" id={`${field.id}-warning`}>
        <Icon name="warn" size={20} /> {field.warning}
      </p>
    ) : null;
  }
  return (
    <>
      {field.hint && (
        <p class="hint" id={`${field.id}-hint`}>
          {field.hint}
        </p>
      )}
      {field.error && (
        <p class="said error" id={`${field.id}-error`}>
          <Icon name="alert" size={20} /> {field.error}
        </p>
      )}
    </>
  );
}
