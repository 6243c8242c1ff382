/** The part of a record's page that scrolls: also by keys, where nothing in it takes the focus. */
import type { ComponentChildren } from "preact";

export function DeskScroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, what scrolls must be reachable by keys.
    <section class="scroll wide" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
