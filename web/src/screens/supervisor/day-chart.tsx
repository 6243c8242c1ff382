/** Stacked columns, one a day; the total above each, three lines, a legend in words. */
import { d } from "../../text/desk";
import { longDay } from "../desk/show";
import type { Fate, Row } from "./numbers";

const HEIGHT = 160;
const TOP = 18;
const STEP = 44;
const BAR = 28;
const LEFT = 30;
const GAP = 1.5;
const FATES: readonly Fate[] = ["approved", "waiting", "returned", "closed"];

/** The top of the axis: a round number, so that its half is whole too. */
function axisTop(most: number): number {
  const tens = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [2, 4, 10, 20].map((n) => n * tens).find((n) => n >= most) ?? most;
}

export function DayChart({ rows }: { rows: readonly Row[] }) {
  const top = axisTop(Math.max(...rows.map((row) => row.total)));
  const width = LEFT + rows.length * STEP;
  const y = (n: number) => TOP + HEIGHT - (HEIGHT * n) / top;
  return (
    <>
      <p class="row wrap fates">
        {FATES.map((fate) => (
          <span key={fate} class="row" data-fate={fate}>
            {d(`fate.${fate}`)}
          </span>
        ))}
      </p>
      <svg class="day-chart num" viewBox={`0 0 ${width} ${HEIGHT + TOP + 24}`} role="img">
        <title>
          {d("numbers.chart", {
            n: rows.reduce((sum, row) => sum + row.total, 0),
            m: rows.length,
          })}
        </title>
        {[0, top / 2, top].map((n) => (
          <g key={n}>
            <line x1={LEFT} x2={width} y1={y(n)} y2={y(n)} />
            <text x={LEFT - 8} y={y(n) + 4} text-anchor="end">
              {n}
            </text>
          </g>
        ))}
        {rows.map((row, i) => (
          <Column key={row.key} row={row} x={LEFT + i * STEP + (STEP - BAR) / 2} y={y} />
        ))}
      </svg>
    </>
  );
}

function Column({ row, x, y }: { row: Row; x: number; y: (n: number) => number }) {
  let below = 0;
  return (
    <g>
      <title>{longDay(row.key)}</title>
      {FATES.map((fate) => {
        const from = below;
        below += row[fate];
        const height = y(from) - y(below) - GAP;
        return row[fate] > 0 ? (
          <rect key={fate} data-fate={fate} x={x} y={y(below)} width={BAR} height={height} rx={3} />
        ) : null;
      })}
      {row.total > 0 && (
        <text class="total" x={x + BAR / 2} y={y(row.total) - 5} text-anchor="middle">
          {row.total}
        </text>
      )}
      <text x={x + BAR / 2} y={HEIGHT + TOP + 18} text-anchor="middle">
        {Number(row.key.slice(8))}
      </text>
    </g>
  );
}
