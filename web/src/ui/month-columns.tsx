export interface MonthColumn {
  label: string;
  /** What is due, and what would be without relief. */
  due: number;
  full: number;
  /** The price in words, for the line below. */
  price: string;
}
const A_ROW = 6;

/** Months as columns: full height is the full price, the hatch above is the money saved. */
export function MonthColumns({ months, sentence }: { months: MonthColumn[]; sentence: string }) {
  const rows = Array.from({ length: Math.ceil(months.length / A_ROW) }, (_, i) =>
    months.slice(i * A_ROW, (i + 1) * A_ROW),
  );
  return (
    <div class="months" role="img" aria-label={sentence}>
      {rows.map((row) => (
        <div class="half" key={row[0]?.label}>
          {row.map((month) => (
            <div class="bar" key={month.label}>
              {month.due < month.full && (
                <div
                  class="off"
                  style={{ blockSize: `${(100 * (month.full - month.due)) / month.full}%` }}
                />
              )}
            </div>
          ))}
          {row.map((month) => (
            <span class="caption" key={month.label}>
              {month.label}
            </span>
          ))}
          {grouped(row).map((group) => (
            <span class="group num" key={group.from} style={{ gridColumn: `span ${group.count}` }}>
              {group.count} × {group.price}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

function grouped(row: MonthColumn[]): { from: string; count: number; price: string }[] {
  const groups: { from: string; count: number; price: string }[] = [];
  for (const month of row) {
    const last = groups.at(-1);
    if (last?.price === month.price) last.count += 1;
    else groups.push({ from: month.label, count: 1, price: month.price });
  }
  return groups;
}
