/** Six digits by thumb, by keys or by a screen reader. What is typed is shown as dots and never said aloud. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { PIN_LENGTH } from "../domain/pin";
import { t } from "../text";
import { Icon } from "./icon";
import { Note } from "./message";
import "./pin-pad.css";

interface Props {
  label: string;
  value: string;
  onInput: (digits: string) => void;
  /** What is wrong with the last one. */
  said: string | null;
  /** Nothing can be typed now. */
  still?: boolean;
  /** Seconds that are left to wait; seen, and not read aloud at every second. */
  seconds?: number;
  /** Beside the zero. */
  corner?: ComponentChildren;
}

export function PinPad(props: Props) {
  const { label, value, onInput, said, still = false, seconds = 0, corner } = props;
  // Keys may come faster than the screen is drawn.
  const typed = useRef(value);
  typed.current = value;
  const put = (digits: string) => {
    typed.current = digits;
    onInput(digits);
  };
  const add = (digit: string) => {
    if (!still && typed.current.length < PIN_LENGTH) put(typed.current + digit);
  };
  const back = () => put(typed.current.slice(0, -1));
  // With the drawing, not after it: what can be seen takes every key.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.target as HTMLElement).closest("input, textarea")) return;
      if (/^\d$/.test(event.key)) add(event.key);
      else if (event.key === "Backspace") back();
    };
    // Out of a password manager (WCAG 3.3.8).
    const pasted = ({ target, clipboardData }: ClipboardEvent) => {
      const digits = clipboardData?.getData("text").replace(/\D/g, "");
      if (still || !digits || (target as HTMLElement).closest("input, textarea")) return;
      put(digits.slice(0, PIN_LENGTH));
    };
    addEventListener("keydown", pressed);
    addEventListener("paste", pasted);
    return () => {
      removeEventListener("keydown", pressed);
      removeEventListener("paste", pasted);
    };
  });
  return (
    <fieldset class="pin" aria-label={label}>
      <h2>{label}</h2>
      <div class="pin-dots" aria-hidden="true">
        {Array.from({ length: PIN_LENGTH }, (_, i) => (
          <i key={i} class={i < value.length ? "full" : ""} />
        ))}
      </div>
      <p class="unseen" role="status">
        {value.length > 0 && t("pin.typed", { a: value.length, b: PIN_LENGTH })}
      </p>
      {said && <Note tone="error">{said}</Note>}
      {seconds > 0 && (
        <p class="hint num" aria-hidden="true">
          {t("pin.left", { n: seconds })}
        </p>
      )}
      <div class="pin-keys">
        {["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => (
          <Key key={digit} digit={digit} onPress={add} still={still} />
        ))}
        <span class="corner">{corner}</span>
        <Key digit="0" onPress={add} still={still} />
        <button type="button" class="bare" aria-label={t("pin.back")} onClick={back}>
          <Icon name="backspace" />
        </button>
      </div>
    </fieldset>
  );
}

function Key(props: { digit: string; onPress: (digit: string) => void; still: boolean }) {
  return (
    <button
      type="button"
      class="num"
      aria-disabled={props.still}
      onClick={() => props.onPress(props.digit)}
    >
      {props.digit}
    </button>
  );
}
