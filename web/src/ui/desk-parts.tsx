/** Small parts of the desks: key hint, button with its key, verdict tone, empty room, undo line. */
import type { ComponentChildren } from "preact";
import { DeskIcon, type DeskIconName } from "./desk-icon";

interface DeskButtonProps {
  onClick: () => void;
  children: ComponentChildren;
  kind?: "main" | "stop" | "sure" | "bare" | "outlined";
  icon?: DeskIconName;
  /** The key that does the same, shown on the button. */
  hint?: string;
  small?: boolean;
  /** Why it cannot be pressed now; the button stays reachable and says so. */
  off?: string | null;
}

const KINDS = { main: "main", stop: "stop", sure: "stop sure", bare: "bare", outlined: "" };

export function DeskButton(props: DeskButtonProps) {
  const { onClick, children, kind = "outlined", icon, hint, small, off } = props;
  return (
    <button
      type="button"
      class={`desk-button ${KINDS[kind]} ${small ? "small" : ""}`}
      aria-disabled={off ? "true" : undefined}
      title={off ?? undefined}
      onClick={off ? undefined : onClick}
    >
      {icon && <DeskIcon name={icon} />}
      {children}
      {hint && <Keys of={hint} />}
    </button>
  );
}

/** A square button with an icon alone; the label is read and shown on hover. */
export function IconButton(props: { icon: DeskIconName; label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      class="desk-button square"
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      <DeskIcon name={props.icon} />
    </button>
  );
}

/** "Ctrl+Enter" as two keys. Hidden from screen readers: the button says what it does. */
export function Keys({ of }: { of: string }) {
  return (
    <>
      {of.split("+").map((key) => (
        <kbd key={key} aria-hidden="true">
          {key}
        </kbd>
      ))}
    </>
  );
}

export function Empty(props: { icon: DeskIconName; title: string; children: ComponentChildren }) {
  return (
    <div class="empty">
      <DeskIcon name={props.icon} size={24} />
      <h2>{props.title}</h2>
      <p>{props.children}</p>
    </div>
  );
}

/** The deed and its undoing, one line at the bottom. Not a modal: work goes on beside it. */
export function UndoLine(props: { deed: string; undo: string; onUndo: () => void }) {
  return (
    <div class="undo desk-undo" role="status">
      <span>{props.deed}</span>
      <button type="button" onClick={props.onUndo}>
        {props.undo}
      </button>
      <kbd aria-hidden="true">U</kbd>
    </div>
  );
}

/** A two-way or many-way switch over a list; pressed buttons, not tabs: the list stays the same list. */
export function Segments<T extends string>(props: {
  label: string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <fieldset class="segments" aria-label={props.label}>
      {props.options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === props.value}
          onClick={() => props.onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}

/** A filter: the empty value means "all". */
export function FilterSelect(props: {
  label: string;
  all: string;
  options: readonly { value: string; label: string }[];
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  return (
    <select
      class="desk-select small"
      aria-label={props.label}
      value={props.value ?? ""}
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
    >
      <option value="">{props.all}</option>
      {props.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** One of a few choices, as a button with its mark and its key. */
export function Option(props: {
  chosen: boolean;
  hint: string | null;
  onChoose: () => void;
  children: string;
}) {
  return (
    <button
      type="button"
      class="desk-button option"
      role="radio"
      aria-checked={props.chosen}
      onClick={props.onChoose}
    >
      <DeskIcon name={props.chosen ? "chosen" : "option"} />
      {props.children}
      {props.hint && <Keys of={props.hint} />}
    </button>
  );
}

/** Where in a list of pages this one is, and the ways to its neighbours. */
export function Pager(props: {
  words: string;
  previous: string;
  next: string;
  onGo: (step: 1 | -1) => void;
}) {
  return (
    <div class="row pager">
      <span class="meta num">{props.words}</span>
      <IconButton icon="up" label={props.previous} onClick={() => props.onGo(-1)} />
      <IconButton icon="down" label={props.next} onClick={() => props.onGo(1)} />
    </div>
  );
}
