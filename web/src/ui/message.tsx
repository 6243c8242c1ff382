import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

type Tone = "heed" | "move" | "good" | "settle" | "calm";
const ICONS: Record<Tone, IconName> = {
  heed: "warn",
  move: "info",
  good: "ok",
  settle: "scale",
  calm: "info",
};

/** A tinted box: bold first line, plain second. Heed: one may go on. Move: to know. Never red. */
export function Message(props: { tone: Tone; title: string; children?: ComponentChildren }) {
  return (
    <div class={`message ${props.tone}`} role={props.tone === "heed" ? "status" : undefined}>
      <Icon name={ICONS[props.tone]} size={20} />
      <div>
        <b>{props.title}</b>
        {props.children && <div>{props.children}</div>}
      </div>
    </div>
  );
}

const NOTES: Record<"good" | "quiet-note" | "error" | "warning", IconName> = {
  good: "ok",
  "quiet-note": "info",
  error: "alert",
  warning: "warn",
};

/** One line with an icon, on the page itself. */
export function Note(props: { tone: keyof typeof NOTES; children: ComponentChildren }) {
  return (
    <p class={`said ${props.tone}`} role={props.tone === "error" ? "alert" : undefined}>
      <Icon name={NOTES[props.tone]} size={20} />
      <span>{props.children}</span>
    </p>
  );
}
