/** Buttons. One filled button a screen; a red one is filled only in the sheet that confirms. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

export type ButtonKind = "main" | "outlined" | "stop" | "sure" | "plain";
interface Look {
  kind?: ButtonKind;
  size?: "big";
  icon?: IconName;
  children: ComponentChildren;
}
interface ButtonProps extends Look {
  onClick?: () => void;
  type?: "button" | "submit";
}

/** A submit button when it has nothing of its own to do. */
export function Button(props: ButtonProps) {
  return (
    <button type={props.type ?? "button"} class={classOf(props)} onClick={props.onClick}>
      {props.icon && <Icon name={props.icon} size={props.size ? 24 : 20} />}
      {props.children}
    </button>
  );
}

/** The same, for going somewhere. */
export function ButtonLink(props: Look & { href: string }) {
  return (
    <a href={props.href} class={classOf(props)}>
      {props.icon && <Icon name={props.icon} size={props.size ? 24 : 20} />}
      {props.children}
    </a>
  );
}

/** Underlined words, 48 high. `about` is read after them where "Change" alone would not say what. */
export function LinkButton(props: {
  onClick: () => void;
  icon?: IconName;
  about?: string;
  children: ComponentChildren;
}) {
  return (
    <button type="button" class="link" onClick={props.onClick}>
      {props.icon && <Icon name={props.icon} size={20} />}
      {props.children}
      {props.about && <span class="unseen"> {props.about}</span>}
    </button>
  );
}

/** An icon alone; its label is read aloud. */
export function IconButton(props: {
  icon: IconName;
  label: string;
  onClick: () => void;
  pressed?: boolean;
}) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={props.label}
      aria-pressed={props.pressed}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}

function classOf({ kind = "outlined", size }: Look): string {
  return `button ${kind} ${size ?? ""}`;
}
