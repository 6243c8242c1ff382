/** The words of a slip, for the screen as for the shared picture: what was agreed, and what is not yet so. */
import { codeOf } from "../../domain/code";
import { maskNik } from "../../domain/nik";
import type { Projected } from "../../domain/project";
import { t } from "../../text";
import { period } from "./facts";
import { clock, day, money, programmeNames } from "./words";

export interface SlipWords {
  code: string;
  lines: { name: string; value: string }[];
  /** What a member must not take it for. */
  truths: string[];
}

/** `by` is the name of the recruiter; "" where this phone does not know it. */
export function slipOf(
  {
    id,
    units,
    captured_at,
    status,
    progress,
  }: Pick<Projected, "id" | "units" | "captured_at" | "status" | "progress">,
  by: string,
): SlipWords {
  const { identity, name, contribution } = units;
  const { payment_code, valid_until, paid_at, kpj } = progress;
  const open = !paid_at && status !== "paid" && status !== "registered";
  const lines: SlipWords["lines"] = [
    { name: t("fact.name"), value: name.full_name },
    { name: t("fact.nik"), value: maskNik(identity.nik) },
    { name: t("fact.programmes"), value: programmeNames(contribution.programmes) },
    { name: t("fact.span"), value: period(contribution) },
    { name: t("fact.contribution"), value: money(contribution.quote_total) },
    { name: t("one.payment_code"), value: payment_code ?? "" },
    { name: t("one.valid_until"), value: open && valid_until ? day(valid_until) : "" },
    { name: t("one.paid_at"), value: paid_at ? day(paid_at) : "" },
    { name: t("one.kpj"), value: kpj ?? "" },
    {
      name: t("fact.recorded"),
      value: [by, day(captured_at), clock(captured_at)].filter(Boolean).join(", "),
    },
  ];
  return {
    code: codeOf(id),
    lines: lines.filter(({ value }) => value !== ""),
    truths: open
      ? [t("saved.truth"), ...(payment_code ? [] : [t("saved.next")])]
      : [t("saved.no_receipt")],
  };
}
