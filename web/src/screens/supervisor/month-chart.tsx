/** The month as a line against the even pace to its target, which is a dashed one. */
import { d } from "../../text/desk";
import { axisTop } from "./day-chart";
import type { Pace } from "./numbers";

const WIDTH = 620;
const HEIGHT = 150;
const LEFT = 34;
const TOP = 12;

interface ChartProps {
  days: readonly Pace[];
  target: number;
  /** How many days the month has. */
  length: number;
}

export function MonthChart({ days, target, length }: ChartProps) {
  const last = days.at(-1);
  if (!last) return null;
  const top = axisTop(Math.max(target, last.so_far, 1));
  const x = (day: number) => LEFT + ((WIDTH - LEFT - 8) * day) / length;
  const y = (n: number) => TOP + HEIGHT - (HEIGHT * n) / top;
  const points = [`${x(0)},${y(0)}`, ...days.map((day, i) => `${x(i + 1)},${y(day.so_far)}`)];
  return (
    <svg class="day-chart month-chart num" viewBox={`0 0 ${WIDTH} ${HEIGHT + TOP + 24}`} role="img">
      <title>{d("month.chart", { n: last.so_far, target, pace: last.pace })}</title>
      {[0, top / 2, top].map((n) => (
        <g key={n}>
          <line x1={LEFT} x2={WIDTH} y1={y(n)} y2={y(n)} />
          <text x={LEFT - 8} y={y(n) + 4} text-anchor="end">
            {n}
          </text>
        </g>
      ))}
      <line class="pace" x1={x(0)} y1={y(0)} x2={x(length)} y2={y(target)} />
      <polyline points={points.join(" ")} />
      <circle cx={x(days.length)} cy={y(last.so_far)} r={4} />
      {[1, 10, 20, length].map((day) => (
        <text key={day} x={x(day)} y={HEIGHT + TOP + 18} text-anchor="middle">
          {day}
        </text>
      ))}
    </svg>
  );
}
