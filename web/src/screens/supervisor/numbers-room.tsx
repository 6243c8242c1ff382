/** Numbers from what this device holds: the month against its target, days, clinics, the queue's age, questions. */
import type { ComponentChildren } from "preact";
import type { Projected } from "../../domain/project";
import { registrations, today } from "../../state/registrations";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { useDeskWidth } from "../../ui/desk-width";
import { clinicName, nameOf } from "../desk/names";
import { longDay } from "../desk/show";
import { Bars } from "./bars";
import { DayChart } from "./day-chart";
import { FiguresTable, TableBehind } from "./figures-table";
import { marks } from "./marks";
import { MonthBox } from "./month-box";
import {
  byAge,
  byClinic,
  byDay,
  inWeek,
  type Questions,
  questionsByDay,
  type Row,
} from "./numbers";
import { passesAll, waitingForReview } from "./queue";

/** As many columns as can carry a legible figure. */
const DAYS = { phone: 7, drawer: 14, wide: 14 } as const;

export function NumbersRoom() {
  const all = [...registrations.value.values()];
  const waiting = waitingForReview(all);
  const days = DAYS[useDeskWidth()];
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{d("room.numbers")}</h1>
        <span class="meta">{d("numbers.as_of", { day: longDay(today.value) })}</span>
      </header>
      <div class="boxes">
        <Figure label={d("numbers.week")} figure={inWeek(all, today.value, 0)}>
          {d("numbers.week_before", { n: inWeek(all, today.value, 7) })}
        </Figure>
        <Figure label={d("numbers.waiting")} figure={waiting.length}>
          {d("numbers.passing", { n: waiting.filter((r) => passesAll(r, marks.value)).length })}
        </Figure>
        <Figure label={d("numbers.all")} figure={all.length}>
          {d("numbers.held_here")}
        </Figure>
      </div>
      <div class="boxes charts">
        <DaysBox all={all} days={days} />
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
      <ClinicsBox all={all} />
      <QuestionsBox all={all} days={days} />
    </div>
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

const FATES = ["approved", "waiting", "returned", "closed"] as const;

const fateColumns = () => [
  ...FATES.map((fate) => ({ head: d(`fate.${fate}`), of: (row: Row) => row[fate] })),
  { head: d("numbers.total"), of: (row: Row) => row.total },
];

function DaysBox({ all, days }: { all: readonly Projected[]; days: number }) {
  const rows = byDay(all, today.value, days);
  const n = rows.reduce((sum, row) => sum + row.total, 0);
  return (
    <section class="box">
      <h2>{d("numbers.per_day")}</h2>
      <DayChart
        days={rows}
        series={FATES.map((fate) => ({ key: fate, label: d(`fate.${fate}`) }))}
        title={d("numbers.chart", { n, m: rows.length })}
      />
      <TableBehind
        rows={rows}
        name={d("numbers.day")}
        label={(row) => longDay(row.key)}
        caption={d("numbers.per_day")}
        columns={fateColumns()}
      />
    </section>
  );
}

function ClinicsBox({ all }: { all: readonly Projected[] }) {
  const rows = byClinic(all, today.value);
  const name = (row: Row) => clinicName(row.key);
  return (
    <section class="box">
      <h2>{d("numbers.per_clinic")}</h2>
      <Bars
        bars={rows.map((row) => ({ key: row.key, label: name(row), n: row.total }))}
        of={rows[0]?.total ?? 0}
      />
      <FiguresTable
        rows={rows}
        name={d("numbers.clinic")}
        label={name}
        caption={d("numbers.per_clinic")}
        columns={fateColumns()}
      />
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
