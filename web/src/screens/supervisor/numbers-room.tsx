/** Numbers from what this device holds: a day, a week or a month, by clinic and recruiter; the month's target, the queue's age, questions. */
import { useEffect, useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { saveFile } from "../../state/approved";
import { type DeviceRow, devices, loadDevices } from "../../state/desk";
import { registrations, today } from "../../state/registrations";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { a } from "../../text/desk-after";
import { DeskButton, FilterSelect, Segments } from "../../ui/desk-parts";
import { useDeskWidth } from "../../ui/desk-width";
import { clinicName, nameOf } from "../desk/names";
import { longDay } from "../desk/show";
import { Bars } from "./bars";
import { DayChart } from "./day-chart";
import { figuresCsv } from "./figures-csv";
import { TableBehind } from "./figures-table";
import { Headlines } from "./headlines";
import { LatePhones } from "./late-phones";
import { MonthBox } from "./month-box";
import { byAge, creditedTo, type Questions, questionsByDay } from "./numbers";
import { ClinicTable, PeriodBox, RecruiterTable } from "./period-box";
import { PERIODS, type Period } from "./periods";
import { waitingForReview } from "./queue";

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
  const phones = phonesOf(all, wanted);
  useEffect(() => void loadDevices(), []);
  const rows = COLUMNS[width][period];
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{d("room.numbers")}</h1>
        <span class="meta">{d("numbers.as_of", { day: longDay(today.value) })}</span>
        <span class="push" />
        <WantedRow of={here} wanted={wanted} onWant={setWanted} />
        <DeskButton
          small
          onClick={() =>
            saveFile(
              figuresCsv(all, { period, rows, today: today.value }),
              `${d("numbers.file")}-${today.value}.csv`,
            )
          }
        >
          {a("export.csv")}
        </DeskButton>
      </header>
      <Headlines all={all} period={period} phones={phones} />
      <div class="boxes charts">
        <PeriodBox all={all} period={period} rows={rows} />
        <section class="box foot-link">
          <h2 class="row">
            {d("numbers.ages")} <span class="push meta num">{waiting.length}</span>
          </h2>
          <Bars
            bars={byAge(waiting, today.value).map(([age, n]) => ({
              key: age,
              label: d(`age.${age}`),
              n,
              late: age === "longer",
            }))}
            of={waiting.length}
          />
          {waiting.length > 0 && (
            <a class="box-link" href="/queue">
              {d("numbers.start_oldest")}
            </a>
          )}
        </section>
      </div>
      <MonthBox all={all} target={person.value?.me.settings.month_target ?? 0} name={nameOf} />
      <div class="boxes charts">
        <ClinicTable all={all} period={period} />
        <LatePhones phones={phones} />
      </div>
      <RecruiterTable all={all} period={period} />
      <QuestionsBox all={all} days={COLUMNS[width].day} />
    </div>
  );
}

/** Phones that were not ended: all, or those of the people whose sign-ups are counted. */
function phonesOf(all: readonly Projected[], { clinic, recruiter }: Wanted): DeviceRow[] | null {
  const people = new Set(all.map((r) => r.recruiter));
  const here = clinic === null && recruiter === null;
  const rows = devices.value.rows?.filter((row) => row.ended_at === null);
  return rows?.filter(({ account }) => here || people.has(account)) ?? null;
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
      .sort((one, other) => one.label.localeCompare(other.label));
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
