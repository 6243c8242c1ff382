/**
 * The three-way row: one unit as it was, as it stands, as it was proposed, and as it will be.
 * The base can only be read; standing and proposed are chosen whole; what differs from the base is marked.
 */
import type { ComponentChildren } from "preact";

export interface ShownLine {
  key: string;
  text: string;
  marked: boolean;
}

export function CellLines({ lines }: { lines: readonly ShownLine[] }) {
  return (
    <>
      {lines.map((line) =>
        line.marked ? (
          <mark key={line.key}>{line.text}</mark>
        ) : (
          <span key={line.key}>{line.text}</span>
        ),
      )}
    </>
  );
}

export function BaseCell({ title, lines }: { title: string; lines: readonly ShownLine[] | null }) {
  return (
    <div class="cell base num" data-title={title}>
      {lines ? <CellLines lines={lines} /> : <span>–</span>}
    </div>
  );
}

interface SideProps {
  /** Column title, shown above the cell where columns are stacked. */
  title: string;
  name: string;
  lines: readonly ShownLine[];
  hint: "1" | "2";
  chosen: boolean;
  caption: string | null;
  side: string;
  onChoose: () => void;
}

export function SideCell(props: SideProps) {
  const { title, name, lines, hint, chosen, caption, side, onChoose } = props;
  return (
    <button
      type="button"
      class="cell num"
      role="radio"
      aria-checked={chosen}
      aria-label={`${name}: ${lines.map((line) => line.text).join(", ")}`}
      data-title={title}
      data-side={side}
      onClick={onChoose}
    >
      <kbd aria-hidden="true">{hint}</kbd>
      <CellLines lines={lines} />
      {caption && <span class="meta">{caption}</span>}
    </button>
  );
}

interface RowProps {
  way: string;
  label: string;
  note: string | null;
  children: ComponentChildren;
}

export function ThreeWayRow({ way, label, note, children }: RowProps) {
  return (
    <div class="three-row" role="radiogroup" aria-label={label} data-way={way}>
      <div class="three-label">
        <h3>{label}</h3>
        {note && <p data-tone="settle">{note}</p>}
      </div>
      {children}
    </div>
  );
}
