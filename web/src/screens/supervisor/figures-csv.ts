/** The figures of the page as a table for a spreadsheet: a line for each period, clinic and recruiter. */
import type { Projected } from "../../domain/project";
import { d } from "../../text/desk";
import { asCsv } from "../desk/csv";
import { clinicName, nameOf } from "../desk/names";
import { count, creditedTo, FATES } from "./numbers";
import { byPeriod, type Period, startOf } from "./periods";
import { dayOf } from "./queue";

interface Wanted {
  period: Period;
  /** How many periods back, this one among them. */
  rows: number;
  today: string;
}

export function figuresCsv(all: readonly Projected[], wanted: Wanted): Blob {
  const { period, today } = wanted;
  const of = Map.groupBy(all, (r) => startOf(dayOf(r.captured_at), period));
  const head = [
    ...[d(`period.${period}`), d("filter.clinic"), d("filter.recruiter")],
    ...[...FATES.map((fate) => d(`fate.${fate}`)), d("numbers.total")],
  ];
  const lines = byPeriod(all, today, wanted).flatMap(({ key }) =>
    [...count(of.get(key) ?? [], (r) => `${r.clinic} ${creditedTo(r)}`)].map(([who, counts]) => {
      const [clinic = "", recruiter = ""] = who.split(" ");
      const names = [key, clinicName(clinic), nameOf(recruiter)];
      return [...names, ...FATES.map((fate) => counts[fate]), counts.total];
    }),
  );
  return asCsv([head, ...lines]);
}
