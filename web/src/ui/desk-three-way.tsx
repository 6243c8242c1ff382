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

/** A column's title in each of its cells: seen where the columns are stacked, read aloud everywhere. */
export function CellTitle({ children }: { children: string }) {
  return <span class="cell-title">{children}</span>;
}

export function BaseCell({ title, lines }: { title: string; lines: readonly ShownLine[] | null }) {
  return (
    <div class="cell base num">
      <CellTitle>{title}</CellTitle>
      {lines ? <CellLines lines={lines} /> : <span>–</span>}
    </div>
  );
}

interface SideProps {
  title: string;
  lines: readonly ShownLine[];
  hint: "1" | "2";
  chosen: boolean;
  caption: string | null;
  side: string;
  onChoose: () => void;
}

export function SideCell(props: SideProps) {
  const { title, lines, hint, chosen, caption, side, onChoose } = props;
  return (
    <button
      type="button"
      class="cell num"
      role="radio"
      aria-checked={chosen}
      data-side={side}
      onClick={onChoose}
    >
      <CellTitle>{title}</CellTitle>
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
