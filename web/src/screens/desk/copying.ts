/** Copying for retyping into the branch's portal: one value, or all lines of a registration. */
import { signal } from "@preact/signals";

/** The field whose value was copied last, for the little tick beside it; empty when none. */
export const copied = signal("");

export async function copyText(field: string, text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  copied.value = field;
}

/** Copy the line that has the focus, or else the one under the last click: the same button, pressed. */
export function copyFocused(): void {
  const line = document.activeElement?.closest(".line");
  line?.querySelector<HTMLButtonElement>("button[data-copy]")?.click();
}
