import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../text";
import { IconButton } from "./button";

interface SheetProps {
  title: string;
  onClose: () => void;
  /** As high as the phone, so that a list does not jump while it is searched. */
  tall?: boolean;
  children: ComponentChildren;
}

/** A page over the page, from below. There while it is rendered; Escape, the back gesture and the ground close it. */
export function Sheet({ title, onClose, tall, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    // A search is typed into at once; anything else is read from its heading on.
    (dialog.current?.querySelector<HTMLElement>("[role=combobox]") ?? heading.current)?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`sheet ${tall ? "tall" : ""}`}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <IconButton icon="close" label={t("close")} onClick={onClose} />
      </header>
      <div class="body">{children}</div>
    </dialog>
  );
}
