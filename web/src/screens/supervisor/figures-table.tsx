/** The table behind a picture: every figure of it, in words. */
import { d } from "../../text/desk";

interface Column<Row> {
  head: string;
  of: (row: Row) => number;
  /** Of a share of a hundred, which is drawn as well. */
  unit?: "%";
}

export interface TableProps<Row extends { key: string }> {
  rows: readonly Row[];
  caption: string;
  /** The head of the first column, and what it says of a row. */
  name: string;
  label: (row: Row) => string;
  columns: readonly Column<Row>[];
}

export function FiguresTable<Row extends { key: string }>(props: TableProps<Row>) {
  const { rows, caption, name, label, columns } = props;
  if (rows.length === 0) return <p class="meta">{d("numbers.nothing")}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys.
    <section class="scroll" tabIndex={0} aria-label={caption}>
      <table class="desk-table figures">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            {columns.map(({ head }) => (
              <th key={head} scope="col" class="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{label(row)}</th>
              {columns.map(({ head, of, unit = "" }) => (
                <td key={head} class="num">
                  {of(row)}
                  {unit}
                  {unit && <i class="share" style={{ "--share": `${of(row)}%` }} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Folded under its picture. */
export function TableBehind<Row extends { key: string }>(props: TableProps<Row>) {
  return (
    <details>
      <summary>{d("numbers.as_table")}</summary>
      <FiguresTable {...props} />
    </details>
  );
}
