/** Numbers from what this device holds: a day, a week or a month, by clinic and recruiter; the month's target, the queue's age, questions. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { registrations, today } from "../../state/registrations";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { FilterSelect, Segments } from "../../ui/desk-parts";
import { useDeskWidth } from "../../ui/desk-width";
import { clinicName, nameOf } from "../desk/names";
import { longDay } from "../desk/show";
import { Bars } from "./bars";
import { DayChart } from "./day-chart";
import { TableBehind } from "./figures-table";
import { marks } from "./marks";
import { MonthBox } from "./month-box";
import { byAge, creditedTo, type Questions, questionsByDay } from "./numbers";
import { PeriodBox, PeriodTables } from "./period-box";
import { ofPeriod, PERIODS, type Period, soFarBefore } from "./periods";
import { passesAll, waitingForReview } from "./queue";

/** As many columns as can carry a legible figure. */
const COLUMNS = {
  phone: { day: 7, week: 6, month: 6 },
  drawer: { day: 14, week: 12, month: 12 },
  wide: { day: 14, week: 12, month: 12 },
} as const satisfies Record<string, Record<Period, number>>;

interface Wanted {
  period: Period;
  clinic: string | null;
  recruiter: string | null;
}

export function NumbersRoom() {
  const [wanted, setWanted] = useState<Wanted>({ period: "week", clinic: null, recruiter: null });
  const here = [...registrations.value.values()];
  const { period } = wanted;
  const all = here.filter(
    (r) =>
      (wanted.clinic === null || r.clinic === wanted.clinic) &&
      (wanted.recruiter === null || creditedTo(r) === wanted.recruiter),
  );
  const waiting = waitingForReview(all);
  const width = useDeskWidth();
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{d("room.numbers")}</h1>
        <span class="meta">{d("numbers.as_of", { day: longDay(today.value) })}</span>
        <span class="push" />
        <WantedRow of={here} wanted={wanted} onWant={setWanted} />
      </header>
      <div class="boxes">
        <Figure
          label={d(`period.figure.${period}`)}
          figure={ofPeriod(all, today.value, period).length}
        >
          {d(`period.before.${period}`, { n: soFarBefore(all, today.value, period) })}
        </Figure>
        <Figure label={d("numbers.waiting")} figure={waiting.length}>
          {d("numbers.passing", { n: waiting.filter((r) => passesAll(r, marks.value)).length })}
        </Figure>
        <Figure label={d("numbers.all")} figure={all.length}>
          {d("numbers.held_here")}
        </Figure>
      </div>
      <div class="boxes charts">
        <PeriodBox all={all} period={period} rows={COLUMNS[width][period]} />
        <section class="box">
          <h2>{d("numbers.ages")}</h2>
          <Bars
            bars={byAge(waiting, today.value).map(([age, n]) => ({
              key: age,
              label: d(`age.${age}`),
              n,
              late: age === "longer",
            }))}
            of={waiting.length}
          />
        </section>
      </div>
      <MonthBox all={all} target={person.value?.me.settings.month_target ?? 0} name={nameOf} />
      <PeriodTables all={all} period={period} />
      <QuestionsBox all={all} days={COLUMNS[width].day} />
    </div>
  );
}

function WantedRow(props: {
  of: readonly Projected[];
  wanted: Wanted;
  onWant: (wanted: Wanted) => void;
}) {
  const { of, wanted, onWant } = props;
  const options = (ids: readonly string[], name: (id: string) => string) =>
    [...new Set(ids)]
      .map((value) => ({ value, label: name(value) }))
      .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <span class="row wrap">
      <Segments
        label={d("period.label")}
        options={PERIODS.map((value) => ({ value, label: d(`period.${value}`) }))}
        value={wanted.period}
        onChange={(period) => onWant({ ...wanted, period })}
      />
      <FilterSelect
        label={d("filter.clinic")}
        all={d("filter.all_clinics")}
        options={options(
          of.map((r) => r.clinic),
          clinicName,
        )}
        value={wanted.clinic}
        onChange={(clinic) => onWant({ ...wanted, clinic })}
      />
      <FilterSelect
        label={d("filter.recruiter")}
        all={d("filter.all_recruiters")}
        options={options(of.map(creditedTo), nameOf)}
        value={wanted.recruiter}
        onChange={(recruiter) => onWant({ ...wanted, recruiter })}
      />
    </span>
  );
}

function Figure(props: { label: string; figure: number; children: ComponentChildren }) {
  return (
    <section class="box">
      <h2 class="quiet">{props.label}</h2>
      <p class="row">
        <b class="figure num">{props.figure}</b>
        <span class="meta push">{props.children}</span>
      </p>
    </section>
  );
}

const ASKED = ["opened", "settled"] as const;

function QuestionsBox({ all, days }: { all: readonly Projected[]; days: number }) {
  const rows = questionsByDay(all, today.value, days);
  const open = all.filter((r) => r.threads.some((thread) => thread.open)).length;
  const count = (key: (typeof ASKED)[number]) => rows.reduce((sum, row) => sum + row[key], 0);
  return (
    <section class="box">
      <h2>{d("questions.title")}</h2>
      <p class="meta">{d("questions.open", { n: open })}</p>
      <DayChart
        days={rows}
        series={ASKED.map((key) => ({ key, label: d(`questions.${key}`) }))}
        title={d("questions.chart", { a: count("opened"), b: count("settled"), m: rows.length })}
        long={longDay}
        short={(day) => String(Number(day.slice(8)))}
      />
      <TableBehind
        rows={rows}
        name={d("numbers.day")}
        label={(row) => longDay(row.key)}
        caption={d("questions.title")}
        columns={ASKED.map((key) => ({
          head: d(`questions.${key}`),
          of: (row: Questions) => row[key],
        }))}
      />
    </section>
  );
}
