/** Sign-ups a day, a week or a month as columns, and those of this period by clinic and by recruiter. */
import { month } from "../../domain/format";
import type { Projected } from "../../domain/project";
import { today } from "../../state/registrations";
import { language } from "../../text";
import { d } from "../../text/desk";
import { clinicName, nameOf } from "../desk/names";
import { longDay } from "../desk/show";
import { DayChart } from "./day-chart";
import { FiguresTable, TableBehind } from "./figures-table";
import { byClinic, byKey, type ClinicRow, creditedTo, FATES, type Row } from "./numbers";
import { byPeriod, ofPeriod, type Period } from "./periods";

interface BoxProps {
  all: readonly Projected[];
  period: Period;
}

const fateColumns = () => [
  ...FATES.map((fate) => ({ head: d(`fate.${fate}`), of: (row: Row) => row[fate] })),
  { head: d("numbers.total"), of: (row: Row) => row.total },
];

/** "20 Nov 2026", "from 16 Nov 2026", "Nov 2026" of the first day of a period. */
function startName(start: string, period: Period): string {
  if (period === "month") return month(start, language.value);
  return period === "week" ? d("period.from", { day: longDay(start) }) : longDay(start);
}

/** What an axis has room for: "20", "16/11", "Nov". */
function short(start: string, period: Period): string {
  if (period === "month") return month(start, language.value).slice(0, 3);
  const day = Number(start.slice(8));
  return period === "week" ? `${day}/${Number(start.slice(5, 7))}` : String(day);
}

export function PeriodBox({ all, period, rows: count }: BoxProps & { rows: number }) {
  const rows = byPeriod(all, today.value, { period, rows: count });
  const n = rows.reduce((sum, row) => sum + row.total, 0);
  const title = d(`period.title.${period}`);
  return (
    <section class="box">
      <h2>{title}</h2>
      <DayChart
        days={rows}
        series={FATES.map((fate) => ({ key: fate, label: d(`fate.${fate}`) }))}
        title={d("period.chart", { n, title })}
        long={(start) => startName(start, period)}
        short={(start) => short(start, period)}
      />
      <TableBehind
        rows={rows}
        name={d(`period.${period}`)}
        label={(row) => startName(row.key, period)}
        caption={title}
        columns={fateColumns()}
      />
    </section>
  );
}

function named(by: "clinic" | "recruiter", period: Period): string {
  return `${d(`numbers.by_${by}`)}, ${d(`period.now.${period}`)}`;
}

/** The figures of this period by clinic: how many recruit there, and how much of it was paid; and by whom. */
export function ClinicTable({ all, period }: BoxProps) {
  const caption = named("clinic", period);
  return (
    <section class="box">
      <h2>{caption}</h2>
      <FiguresTable
        rows={byClinic(ofPeriod(all, today.value, period))}
        name={d("filter.clinic")}
        label={(row) => clinicName(row.key)}
        caption={caption}
        columns={[
          { head: d("numbers.recruiters"), of: (row: ClinicRow) => row.recruiters },
          { head: d("numbers.people"), of: (row) => row.total },
          { head: d("fate.waiting"), of: (row) => row.waiting },
          { head: d("fate.approved"), of: (row) => row.approved },
          { head: d("numbers.paid"), of: (row) => row.paid, unit: "%" },
        ]}
      />
    </section>
  );
}

export function RecruiterTable({ all, period }: BoxProps) {
  const caption = named("recruiter", period);
  return (
    <section class="box">
      <h2>{caption}</h2>
      <FiguresTable
        rows={byKey(ofPeriod(all, today.value, period), creditedTo)}
        name={d("filter.recruiter")}
        label={(row) => nameOf(row.key)}
        caption={caption}
        columns={fateColumns()}
      />
    </section>
  );
}
