/** The month against its target: all together as a line, each recruiter as a bar. */
import type { Projected } from "../../domain/project";
import { today } from "../../state/registrations";
import { d } from "../../text/desk";
import { longDay } from "../desk/show";
import { Bars } from "./bars";
import { TableBehind } from "./figures-table";
import { MonthChart } from "./month-chart";
import { byRecruiter, daysIn, paceOf, thisMonth } from "./numbers";

interface MonthProps {
  all: readonly Projected[];
  /** What one recruiter should reach; 0 where the organisation has set none. */
  target: number;
  name: (account: string) => string;
}

export function MonthBox({ all, target, name }: MonthProps) {
  const month = thisMonth(all, today.value);
  const recruiters = byRecruiter(month);
  const whole = target * recruiters.length;
  const days = paceOf(month, today.value, whole);
  if (whole === 0) return null;
  return (
    <div class="boxes charts">
      <section class="box">
        <h2>{d("month.title")}</h2>
        <p class="meta">
          {d("month.target", { n: month.length, target: whole, a: recruiters.length, b: target })}
        </p>
        <MonthChart days={days} target={whole} length={daysIn(today.value)} />
        <TableBehind
          rows={days}
          name={d("numbers.day")}
          label={(row) => longDay(row.key)}
          caption={d("month.title")}
          columns={[
            { head: d("month.so_far"), of: (row) => row.so_far },
            { head: d("month.pace"), of: (row) => row.pace },
          ]}
        />
      </section>
      <section class="box">
        <h2>{d("month.recruiters")}</h2>
        <Bars
          bars={recruiters.map(([account, n]) => ({
            key: account,
            label: name(account),
            n,
            said: `${n} / ${target}`,
          }))}
          of={target}
        />
      </section>
    </div>
  );
}
