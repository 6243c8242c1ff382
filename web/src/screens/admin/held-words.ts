/** Why an operation waits and what it wants, in words. */
import type { Receipt, UnitName, Units, UnitValue } from "../../domain/types";
import type { Waiting } from "../../domain/waiting";
import { person } from "../../state/session";
import { type DeskKey, d, isDeskText } from "../../text/desk";
import { type Line, unitLabel, unitLines } from "../desk/lines";
import { clinicName, firstName } from "../desk/names";
import { serverProblemWords } from "../desk/problems";
import { listed } from "../desk/show";

const KINDS: Record<string, DeskKey> = {
  create: "held.kind.create",
  amend: "held.kind.amend",
  withdraw: "held.kind.withdraw",
  erase: "held.kind.erase",
  review: "held.kind.review",
  resolve: "held.kind.resolve",
  progress: "held.kind.progress",
  decide: "held.kind.decide",
};
const CODES: Record<string, DeskKey> = {
  malformed: "held.why.malformed",
  unknown_kind: "held.why.unknown",
  unknown_schema: "held.why.unknown",
  too_large: "held.why.too_large",
  invalid: "held.why.invalid",
  not_entitled: "held.why.not_entitled",
  foreign_clinic: "held.why.foreign_clinic",
  foreign_registration: "held.why.foreign_registration",
  wrong_author: "held.why.wrong_author",
  no_such_thread: "held.why.no_such_thread",
  no_such_operation: "held.why.no_such_operation",
  not_allowed_now: "held.why.not_allowed_now",
  no_registration: "held.why.no_registration",
  internal_error: "held.why.internal_error",
};
const VERDICTS: Record<string, DeskKey> = {
  approve: "approve",
  return: "return",
  reject: "reject",
  reopen: "held.reopen",
};
/** What no decision can make readable. */
const UNREADABLE = new Set(["malformed", "unknown_kind", "unknown_schema", "too_large"]);

export function kindWords({ kind }: Waiting): string {
  return wordsOfKind(kind);
}

export function wordsOfKind(kind: string): string {
  return d(KINDS[kind] ?? "held.kind.other");
}

/** Whom it is about, as far as it says or as the registration stands. */
export function aboutWhom({ set, standing }: Waiting): string {
  return set.name?.full_name ?? standing?.name?.full_name ?? d("held.nobody");
}

/** Why it waits, in a sentence or two. */
export function whyWords(item: Waiting): string {
  if (item.result === "held") return d("held.why.held");
  if (item.result === "id_reuse") return d("held.why.id_reuse");
  return codeWords(item, item.code ?? "", item.detail ?? "");
}

/** Why a decision of mine was not taken. The detail has the code, and after a colon its own detail. */
export function notTakenWords(item: Waiting, { code = "", detail = "" }: Receipt): string {
  if (code === "moved") return d("held.not_taken.moved");
  if (code !== "not_takable") return codeWords(item, code, detail);
  const [why = "", ...rest] = detail.split(":");
  return codeWords(item, why, rest.join(":"));
}

function codeWords(item: Waiting, code: string, detail: string): string {
  const values = {
    name: firstName(item.account),
    clinic: item.clinic ? clinicName(item.clinic) : d("name.clinic"),
  };
  const words = d(CODES[code] ?? "held.why.other", values);
  if (code === "invalid" && detail) return `${words} ${rulesBroken(detail)}`;
  const field = code === "malformed" ? detail.split(":")[0]?.split(".").at(-1) : undefined;
  const key = `field.${field}`;
  return isDeskText(key) ? `${words} ${d("held.which", { field: d(key) })}` : words;
}

function rulesBroken(detail: string): string {
  return d("held.rules", { rules: listed(detail.split(",").map(serverProblemWords)) });
}

/** Why it cannot be taken, known before it is tried; null where trying tells. */
export function cannotTake(item: Waiting): string | null {
  if (item.result === "held") return d("held.off.held");
  if (item.kind === "decide") return d("held.off.decide");
  if (UNREADABLE.has(item.code ?? "")) return d("held.off.unreadable");
  const clinics = person.value?.me.clinics ?? [];
  const nowhere = item.kind === "create" && !clinics.some(({ id }) => id === item.clinic);
  return nowhere ? d("held.off.clinic") : null;
}

/** The words beside the units: a reason, a verdict, a message, a step of the portal. */
export function saysWords({ asks }: Waiting): { name: string; text: string }[] {
  const said = [
    {
      name: d("held.verdict"),
      text: asks.verdict && d(VERDICTS[asks.verdict] ?? "held.kind.other"),
    },
    { name: d("held.step"), text: asks.step && d(`past.${asks.step}` as DeskKey) },
    { name: d("reject.reason"), text: asks.reason },
    { name: d("return.message"), text: asks.message },
  ];
  return said.flatMap(({ name, text }) => (text ? [{ name, text }] : []));
}

export interface WantedUnit {
  unit: UnitName;
  title: string;
  lines: { field: string; now: string | null; wanted: string | null }[];
}

/** What it wants, by unit: beside what stands now, or was there when its author looked. */
export function wantedUnits({ set, was, standing, kind }: Waiting): WantedUnit[] {
  const before: Partial<Units> = kind === "create" ? {} : ((standing ?? was) as Partial<Units>);
  const units = (Object.keys(set) as UnitName[]).map((unit) => {
    const old = new Map(linesOf(unit, before[unit]).map((line) => [line.fields[0], line.text]));
    const lines = linesOf(unit, set[unit]).map((line) => ({
      field: line.fields[0],
      now: old.get(line.fields[0]) ?? null,
      wanted: line.text,
    }));
    return { unit, title: unitLabel(unit), lines: lines.filter((l) => l.now || l.wanted) };
  });
  return units.filter(({ lines }) => lines.length > 0);
}

function linesOf(unit: UnitName, value: UnitValue | undefined): Line[] {
  return value ? unitLines(unit, value) : [];
}
