/** What the members of who is here paid in a month, and what that earns: the server's figures, since a phone forgets. */
import { api } from "../net/api";
import type { components } from "../wire/api.gen";
import { session } from "./memory";
import { person } from "./session";

export type OwnStatement = components["schemas"]["Statement"];

/** Null where it could not be had now. */
export async function loadOwnStatement(month: string): Promise<OwnStatement | null> {
  const token = session.value?.token;
  const account = person.value?.me.account.id;
  if (!token || !account) return null;
  const path = `/statements/${account}?month=${month}`;
  const reply = await api.get<{ statement?: OwnStatement }>(path, { kind: "bearer", token });
  return reply.kind === "ok" ? (reply.body.statement ?? null) : null;
}
