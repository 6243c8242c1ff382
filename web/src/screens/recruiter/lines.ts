/** The third line of a row: only if there is something to do or to know. */

import type { Draft } from "../../domain/draft";
import type { Projected } from "../../domain/project";
import type { Receipt, Thread } from "../../domain/types";
import { t } from "../../text";
import { steps } from "./use-step";
import { day } from "./words";

export function draftLine(draft: Draft): string {
  return t("step.of", { a: draft.step, b: steps().length });
}

export function lineOf(one: Projected): string | null {
  switch (one.chip) {
    case "returned":
      return quoted(Object.values(one.review?.remarks ?? {}).join(" ") || one.review?.message);
    case "settling":
      return threadLine(one.threads.find(({ open }) => open));
    case "with_admin":
      return t("line.with_admin");
    case "code_issued": {
      const { valid_until: until } = one.progress;
      return until ? t("line.pay_before", { date: day(until) }) : null;
    }
    case "code_lapsed":
      return t("line.lapsed");
    case "registered":
      return one.progress.kpj ? t("line.kpj", { kpj: one.progress.kpj }) : null;
    case "rejected":
      if (one.dismissed && !one.entry) return dismissedLine(one.dismissed);
      return one.entry?.duplicate_of
        ? t("one.settled_keep_other")
        : (one.review?.message ?? (Object.values(one.review?.remarks ?? {}).join(" ") || null));
    case "withdrawn":
      return one.history.findLast(({ what }) => what === "withdraw")?.detail ?? null;
    default:
      if (one.dismissed) return dismissedLine(one.dismissed);
      if (isErasing(one)) return t("line.erasing");
      return one.status === "withdrawn" ? t("line.withdrawing") : null;
  }
}

/** Their consent was taken back here, and the server does not know yet. */
export function isErasing({ pending }: Projected): boolean {
  return pending.some(({ operation }) => operation.kind === "erase");
}

/** An admin's word on something of mine, and why (M61). */
export function dismissedLine({ detail }: Receipt): string {
  return t("line.dismissed", { reason: detail ?? "" });
}

export function threadLine(thread: Thread | undefined): string {
  switch (thread?.kind) {
    case "value":
    case "contested":
      return thread.unit
        ? t("line.value", { unit: t(`unit.${thread.unit}`) })
        : t("line.being_settled");
    case "duplicate":
      return t("line.duplicate");
    case "after_approval":
      return t("line.after_approval");
    case "after_close":
      return t("line.after_close");
    default:
      return t("line.being_settled");
  }
}

function quoted(text: string | null | undefined): string | null {
  return text ? `“${text}”` : null;
}
