/**
 * Keys of the desks: single letters act only outside text fields and open dialogs, and every one of
 * them also has a button (WCAG 2.1.4: the caller can turn single letters off).
 */
import { useEffect, useRef } from "preact/hooks";

/** Handlers by key: "s", "?", "Enter", "Escape", "Ctrl+Enter", "Shift+J". Letters in lower case. */
export type DeskKeys = Partial<Record<string, () => void>>;

const TEXT_FIELDS = "input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable]";
/** Controls that do something of their own on Enter or the space bar. */
const OWN_ENTER = "button,a[href],summary,input,[role=radio],[role=option]";

/** Name of a pressed key as `DeskKeys` spells it, or null when it belongs to the browser. */
export function keyName(event: KeyboardEvent): string | null {
  if (event.altKey || event.metaKey || event.isComposing) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey) return key === "Enter" ? "Ctrl+Enter" : null;
  return event.shiftKey && /^[a-z]$/.test(key) ? `Shift+${key.toUpperCase()}` : key;
}

function isTaken(target: Element | null, name: string): boolean {
  if (document.querySelector("dialog[open]")) return true;
  if (!target) return false;
  if (target.matches(TEXT_FIELDS)) return name !== "Escape" && name !== "Ctrl+Enter";
  return name === "Enter" && target.matches(OWN_ENTER);
}

/** Listen while the component stands; `letters` false leaves only keys that are no single character. */
export function useDeskKeys(keys: DeskKeys, options: { letters: boolean }): void {
  const latest = useRef({ keys, options });
  latest.current = { keys, options };
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      const name = keyName(event);
      if (name === null || event.defaultPrevented) return;
      const single = name.length === 1 || name.startsWith("Shift+");
      if (single && !latest.current.options.letters) return;
      const act = latest.current.keys[name];
      if (!act || isTaken(event.target as Element | null, name)) return;
      event.preventDefault();
      act();
    }
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
