/** Stacked columns, one a day or period; the total above each, three lines, a legend in words. */

/** One day: its parts by series, and their sum. */
export type Day<Series extends string> = Record<Series, number> & { key: string; total: number };

interface ChartProps<Series extends string> {
  days: readonly Day<Series>[];
  /** From below upwards, each with its word in the legend. */
  series: readonly { key: Series; label: string }[];
  /** What the picture says, for who does not see it. */
  title: string;
  /** A column in full, and as the axis has room for it. */
  long: (key: string) => string;
  short: (key: string) => string;
}

const HEIGHT = 160;
const TOP = 18;
const STEP = 44;
const BAR = 28;
const LEFT = 30;
const GAP = 1.5;

/** The top of the axis: a round number not far above the most, whose half is whole too. */
export function axisTop(most: number): number {
  const ones = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  const steps = ones === 1 ? [2, 4, 6, 8, 10] : [1, 1.2, 1.6, 2, 3, 4, 6, 8, 10];
  return steps.map((n) => Math.round(n * ones)).find((n) => n >= most) ?? most;
}

export function DayChart<Series extends string>(props: ChartProps<Series>) {
  const { days, series, title, long, short } = props;
  const top = axisTop(Math.max(...days.map((day) => day.total)));
  const width = LEFT + days.length * STEP;
  const y = (n: number) => TOP + HEIGHT - (HEIGHT * n) / top;
  return (
    <>
      <p class="row wrap fates">
        {series.map(({ key, label }) => (
          <span key={key} class="row" data-fate={key}>
            {label}
          </span>
        ))}
      </p>
      <svg class="day-chart num" viewBox={`0 0 ${width} ${HEIGHT + TOP + 24}`} role="img">
        <title>{title}</title>
        {[0, top / 2, top].map((n) => (
          <g key={n}>
            <line x1={LEFT} x2={width} y1={y(n)} y2={y(n)} />
            <text x={LEFT - 8} y={y(n) + 4} text-anchor="end">
              {n}
            </text>
          </g>
        ))}
        {days.map((day, i) => (
          <Column
            key={day.key}
            day={day}
            names={[long(day.key), short(day.key)]}
            parts={series.map(({ key }) => [key, day[key]])}
            x={LEFT + i * STEP + (STEP - BAR) / 2}
            y={y}
          />
        ))}
      </svg>
    </>
  );
}

interface ColumnProps {
  day: { key: string; total: number };
  names: readonly [string, string];
  parts: readonly (readonly [string, number])[];
  x: number;
  y: (n: number) => number;
}

function Column({ day, names, parts, x, y }: ColumnProps) {
  let below = 0;
  return (
    <g>
      <title>{names[0]}</title>
      {parts.map(([key, n]) => {
        const from = below;
        below += n;
        const height = y(from) - y(below) - GAP;
        return n > 0 ? (
          <rect key={key} data-fate={key} x={x} y={y(below)} width={BAR} height={height} rx={3} />
        ) : null;
      })}
      {day.total > 0 && (
        <text class="total" x={x + BAR / 2} y={y(day.total) - 5} text-anchor="middle">
          {day.total}
        </text>
      )}
      <text x={x + BAR / 2} y={HEIGHT + TOP + 18} text-anchor="middle">
        {names[1]}
      </text>
    </g>
  );
}
