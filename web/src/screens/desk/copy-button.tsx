/** Copies one line of a registration as the portal wants it typed; ticked where it was copied last. */
import { d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";
import { copied, copyText } from "./copying";
import { fieldLabel, type Line } from "./lines";

export function CopyButton({ line: { fields, copy } }: { line: Line }) {
  const [field] = fields;
  const words = d("copy.one", { field: fieldLabel(field) });
  return (
    <button
      type="button"
      data-copy={field}
      aria-label={words}
      title={words}
      disabled={copy === null}
      onClick={() => copy && void copyText(field, copy)}
    >
      <DeskIcon name={copied.value === field ? "check" : "copy"} />
    </button>
  );
}
