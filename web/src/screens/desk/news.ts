/** What an admin types of the portal's news, as the server takes it; null where something is missing. Pure. */
import type { Facts, ProgressOperation } from "../../domain/types";
import type { ApprovedItem } from "../../state/approved";

export type News = Pick<ProgressOperation, "step" | "facts">;
export type Step = ProgressOperation["step"];

/** What may come next; a code that lapsed is issued anew on the same record (M27). */
export function stepsOf({ status }: Pick<ApprovedItem, "status">): readonly Step[] {
  if (status === "approved" || status === "code_issued") return ["code_issued", "paid"];
  return status === "paid" ? ["registered"] : [];
}

export function codeOf(typed: { code: string; until: string }): News | null {
  const payment_code = typed.code.trim();
  if (!/^[A-Za-z0-9-]{4,40}$/.test(payment_code) || typed.until === "") return null;
  return { step: "code_issued", facts: { payment_code, valid_until: typed.until } };
}

export function paymentOf(typed: { paidAt: string; amount: string }): News | null {
  const digits = typed.amount.replace(/[.\s]/g, "");
  if (typed.paidAt === "" || !/^[1-9][0-9]{0,11}$/.test(digits)) return null;
  return { step: "paid", facts: { paid_at: typed.paidAt, amount: Number(digits) } };
}

export function numberOf(typed: string): News | null {
  const kpj = typed.replace(/\s/g, "");
  return /^[0-9]{11}$/.test(kpj) ? { step: "registered", facts: { kpj } satisfies Facts } : null;
}
