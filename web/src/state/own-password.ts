/** Another password in the place of one's own, with a network (P240-P242). */
import { change, type Reply } from "../net/api";
import { session } from "./memory";

export const LEAST = 12;
const MOST = 200;

/** What is wrong with what was typed, by field. Whether it is easily guessed only the server says. */
export type Unfit = "length" | "same" | "easy";
export interface Wrong {
  old?: "missing" | "another";
  fresh?: Unfit;
}
export type PasswordChange =
  | { kind: "changed" | "offline" | "signed_out" | "rate_limited" | "refused" }
  | { kind: "wrong"; wrong: Wrong };

export function wrongOf(old: string, fresh: string): Wrong {
  const wrong: Wrong = {};
  if (old === "") wrong.old = "missing";
  const length = [...fresh].length;
  if (length < LEAST || length > MOST) wrong.fresh = "length";
  else if (fresh === old) wrong.fresh = "same";
  return wrong;
}

/** Asked for again after a lost answer, it is answered as it was the first time. */
export async function changePassword(old: string, fresh: string): Promise<PasswordChange> {
  const wrong = wrongOf(old, fresh);
  if (wrong.old || wrong.fresh) return { kind: "wrong", wrong };
  const token = session.value?.token;
  if (!token) return { kind: "signed_out" };
  const body = { old, new: fresh };
  return meant(await change<null>("POST", "/me/password", { kind: "bearer", token }, body));
}

function meant(reply: Reply<null>): PasswordChange {
  if (reply.kind === "ok") return { kind: "changed" };
  if (reply.kind === "unreachable") return { kind: "offline" };
  const { code, status, errors } = reply.problem;
  if (errors?.old) return { kind: "wrong", wrong: { old: "another" } };
  if (errors?.new) return { kind: "wrong", wrong: { fresh: "easy" } };
  if (code === "rate_limited") return { kind: "rate_limited" };
  return { kind: status === 401 ? "signed_out" : "refused" };
}
