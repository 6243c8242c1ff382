/** What an operation of the log changed, in lines: an amend field by field, a resolution answer by answer (P177). */
import { codeOf } from "../../domain/code";
import { maskNik } from "../../domain/nik";
import type { UnitName, UnitValue } from "../../domain/types";
import type { Happened } from "../../state/proof";
import { a } from "../../text/desk-after";
import { p } from "../../text/proof";
import { fieldLabel, unitInSentence, unitLabel, unitLines } from "./lines";
import { nameOf } from "./names";
import { longDay, money } from "./show";

type Values = Partial<Record<UnitName, UnitValue>>;
type Answer = Happened["answers"][number];

/** From what to what; a NIK is shortened, as wherever it need not be whole. */
export function changed({ kind, set, was }: Pick<Happened, "kind" | "set" | "was">): string[] {
  return kind === "create" ? [] : differences(set as Values, was as Values);
}

/** What was said beside the values: a verdict's remarks at their fields, what the portal told. */
export function spoken({ says: { remarks, facts } }: Pick<Happened, "says">): string[] {
  const told = Object.entries(facts).map(([fact, value]) => [
    a(`column.${fact as keyof typeof facts}`),
    factWords(fact, value),
  ]);
  const asked = Object.entries(remarks).map(([field, text]) => [fieldLabel(field), text]);
  return [...asked, ...told].map(([field = "", now = ""]) => p("history.now", { field, now }));
}

function factWords(fact: string, value: string | number): string {
  if (typeof value === "number") return money(value);
  return fact === "valid_until" || fact === "paid_at" ? longDay(value) : value;
}

/** What an admin answered, as seen from the registration `id`. */
export function answered({ answers }: Pick<Happened, "answers">, id: string): string[] {
  return answers.flatMap((answer) => [
    ...answerWords(answer, id),
    ...differences(answer.took as Values, answer.was as Values),
  ]);
}

function answerWords(answer: Answer, id: string): string[] {
  const { choice, unit, reason } = answer;
  switch (choice) {
    case "standing":
    case "proposed":
    case "value":
      return [p(`answer.${choice}`, { unit: unit ? unitLabel(unit) : "" })];
    case "two_people":
      return [p("answer.two_people", { reason: reason ?? "" })];
    case "reopen":
      return [p("answer.reopen")];
    case "keep":
      return keepWords(answer, id);
  }
}

/** M41, M106: of the one that was kept what it took over, of the others what was used of them. */
function keepWords({ keep, credit, took, gave }: Answer, id: string): string[] {
  const name = nameOf(credit ?? "");
  if (keep === id) {
    const more = Object.keys(took).length > 0 ? [p("answer.took")] : [];
    return [p("answer.kept", { name }), ...more];
  }
  const code = codeOf(keep ?? id);
  const units = gave.map(unitInSentence).join(", ");
  return [
    p("answer.closed", { code, name }),
    ...(units ? [p("answer.gave", { code, units })] : []),
  ];
}

function differences(now: Values, was: Values): string[] {
  return Object.entries(now).flatMap(([name, value]) => {
    const unit = name as UnitName;
    const before = was[unit];
    const old = before ? unitLines(unit, before) : [];
    return unitLines(unit, value).flatMap((line) => {
      const [field] = line.fields;
      const from = old.find((one) => one.fields[0] === field)?.text ?? null;
      if (from === line.text) return [];
      const words = { field: fieldLabel(field), now: shown(field, line.text) };
      // What stood is not always known any more: an answer that was undone has taken it back.
      if (!before) return p("history.now", words);
      return p("history.from", { ...words, before: shown(field, from) });
    });
  });
}

function shown(field: string, text: string | null): string {
  if (text === null) return "–";
  return field === "nik" ? maskNik(text.replaceAll(" ", "")) : text;
}
