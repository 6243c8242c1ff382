/** Numbers from what this device holds: sign-ups by day and by clinic, and the age of the queue. */
import type { ComponentChildren } from "preact";
import { registrations, today } from "../../state/registrations";
import { d } from "../../text/desk";
import { useDeskWidth } from "../../ui/desk-width";
import { clinicName } from "../desk/names";
import { longDay } from "../desk/show";
import { DayChart } from "./day-chart";
import { marks } from "./marks";
import { byAge, byClinic, byDay, inWeek, type Row } from "./numbers";
import { passesAll, waitingForReview } from "./queue";

/** As many columns as can carry a legible figure. */
const DAYS = { phone: 7, drawer: 14, wide: 14 } as const;

export function NumbersRoom() {
  const all = [...registrations.value.values()];
  const waiting = waitingForReview(all);
  const days = byDay(all, today.value, DAYS[useDeskWidth()]);
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
        <section class="box">
          <h2>{d("numbers.per_day")}</h2>
          <DayChart rows={days} />
          <details>
            <summary>{d("numbers.as_table")}</summary>
            <CountTable
              rows={days}
              name={d("numbers.day")}
              label={(row) => longDay(row.key)}
              caption={d("numbers.per_day")}
            />
          </details>
        </section>
        <section class="box">
          <h2>{d("numbers.ages")}</h2>
          <Ages rows={byAge(waiting, today.value)} of={waiting.length} />
        </section>
      </div>
      <section class="box">
        <h2>{d("numbers.per_clinic")}</h2>
        <CountTable
          rows={byClinic(all, today.value)}
          name={d("numbers.clinic")}
          label={(row) => clinicName(row.key)}
          caption={d("numbers.per_clinic")}
        />
      </section>
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

function Ages({ rows, of }: { rows: ReturnType<typeof byAge>; of: number }) {
  return (
    <dl class="ages">
      {rows.map(([age, n]) => (
        <div key={age}>
          <dt>{d(`age.${age}`)}</dt>
          <dd class="bar" aria-hidden="true">
            <span style={{ inlineSize: `${of === 0 ? 0 : (100 * n) / of}%` }} data-age={age} />
          </dd>
          <dd class="num">{n}</dd>
        </div>
      ))}
    </dl>
  );
}

interface TableProps {
  rows: readonly Row[];
  name: string;
  caption: string;
  label: (row: Row) => string;
}

function CountTable({ rows, name, caption, label }: TableProps) {
  if (rows.length === 0) return <p class="meta">{d("numbers.nothing")}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys.
    <section class="scroll" tabIndex={0} aria-label={caption}>
      <table class="desk-table figures">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            {FATES.map((fate) => (
              <th key={fate} scope="col" class="num">
                {d(`fate.${fate}`)}
              </th>
            ))}
            <th scope="col" class="num">
              {d("numbers.total")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{label(row)}</th>
              {FATES.map((fate) => (
                <td key={fate} class="num">
                  {row[fate]}
                </td>
              ))}
              <td class="num">{row.total}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const FATES = ["approved", "waiting", "returned", "closed"] as const;
