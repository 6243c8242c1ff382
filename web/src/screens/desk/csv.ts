/** A small table as CSV, as the server writes its own (server/sheets/writing.py): rule P164. */

type Cell = string | number;
const FORMULA = /^[=+\-@\t\r]/;

/** No text goes out as a formula (OWASP, "CSV Injection"). */
function cell(value: Cell): string {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** UTF-8 with a byte order mark, by which Excel knows it; lines end as RFC 4180 has them. */
export function asCsv(rows: readonly (readonly Cell[])[]): Blob {
  const lines = rows.map((row) => `${row.map(cell).join(",")}\r\n`);
  return new Blob(["\ufeff", ...lines], { type: "text/csv" });
}
