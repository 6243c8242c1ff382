/** A broken rule in words: which field, and what about it. */
import { type DeskKey, d } from "../../text/desk";
import { fieldLabel } from "./lines";

export function problemWords(problem: { field: string; code: string }): string {
  return d("rule.words", {
    field: fieldLabel(problem.field),
    what: d(`rule.${problem.code}` as DeskKey),
  });
}

/** The server's spelling of the same: "unit.field:code". */
export function serverProblemWords(problem: string): string {
  const [, field = problem, code = ""] = /^[^.]+\.([^:]+):(.+)$/.exec(problem) ?? [];
  return problemWords({ field, code });
}
