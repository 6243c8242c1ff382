/** The four figures at the top of the numbers: what came, what waits, for how long, and what is still on phones. */
import type { ComponentChildren } from "preact";
import { decimal } from "../../domain/format";
import type { Projected } from "../../domain/project";
import type { DeviceRow } from "../../state/desk";
import { today } from "../../state/registrations";
import { language } from "../../text";
import { d } from "../../text/desk";
import { duration, longDay } from "../desk/show";
import { marks } from "./marks";
import { lastBefore, ofPeriod, type Period, soFarBefore } from "./periods";
import { passesAll, waitingForReview } from "./queue";
import { medianWait } from "./waits";

interface HeadlineProps {
  all: readonly Projected[];
  period: Period;
  /** As each phone last told; null before the server has answered. */
  phones: readonly DeviceRow[] | null;
}

const DAY_MS = 86_400_000;

/** "1,1 hari" where days say enough, "5 j 20 m" below. */
function waitWords(ms: number): string {
  return ms < DAY_MS ? duration(ms) : d("wait.days", { n: decimal(ms / DAY_MS, language.value) });
}

/** "Jumat", in the person's language. */
function weekday(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return new Intl.DateTimeFormat(language.value, { weekday: "long", timeZone: "UTC" }).format(at);
}

export function Headlines({ all, period, phones }: HeadlineProps) {
  const waiting = waitingForReview(all);
  const wait = medianWait(all, today.value, period);
  const unsent = phones?.reduce((sum, { pending }) => sum + (pending ?? 0), 0);
  return (
    <div class="boxes">
      <Figure
        label={d(`period.figure.${period}`)}
        figure={ofPeriod(all, today.value, period).length}
      >
        {d(`period.before.${period}`, {
          n: soFarBefore(all, today.value, period),
          day: period === "week" ? weekday(today.value) : longDay(lastBefore(today.value, period)),
        })}
      </Figure>
      <Figure label={d("numbers.waiting")} figure={waiting.length}>
        {d("numbers.passing", { n: waiting.filter((r) => passesAll(r, marks.value)).length })}
      </Figure>
      <Figure label={d("wait.median")} figure={wait ? waitWords(wait.ms) : "–"}>
        {d(wait ? "wait.of" : "wait.none", { n: wait?.n ?? 0, now: d(`period.now.${period}`) })}
      </Figure>
      <Figure label={d("unsent.title")} figure={unsent ?? "–"}>
        {d("unsent.as_told")}
      </Figure>
    </div>
  );
}

function Figure(props: { label: string; figure: number | string; children: ComponentChildren }) {
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
