/** One account on the admin's page: asked for when it is opened, changed on line only. */
import { api, change, type Reply } from "../net/api";
import type { components } from "../wire/api.gen";
import { loadAccounts, type Refused, refusal } from "./desk";
import { session } from "./memory";

type Wire = components["schemas"];
export type WholeAccount = Wire["WholeAccount"];
export type AccountChange = Wire["ChangedAccount"];
export type NewAccount = Wire["NewAccount"];

/** What came of it: the answer, no answer, or the fields that the server would not have. */
export type Answered<T> =
  | { kind: "ok"; body: T }
  | { kind: Refused }
  | { kind: "fields"; fields: string[] };

export function loadAccount(id: string): Promise<Answered<WholeAccount>> {
  return asked((credential) => api.get<WholeAccount>(`/accounts/${id}`, credential));
}

export function changeAccount(id: string, to: AccountChange): Promise<Answered<WholeAccount>> {
  return told((credential) => change<WholeAccount>("PUT", `/accounts/${id}`, credential, to));
}

/** The password is in this answer and nowhere else. */
export function addAccount(given: NewAccount): Promise<Answered<Wire["AddedAccount"]>> {
  return told((credential) => change<Wire["AddedAccount"]>("POST", "/accounts", credential, given));
}

export function newPassword(id: string): Promise<Answered<Wire["Password"]>> {
  return told((credential) =>
    change<Wire["Password"]>("POST", `/accounts/${id}/password`, credential),
  );
}

/** Forgets the second factor of somebody who has lost it (P198). */
export function endFactor(id: string): Promise<Answered<null>> {
  return asked((credential) => change<null>("POST", `/accounts/${id}/factor/end`, credential));
}

type Asking<T> = (credential: { kind: "bearer"; token: string }) => Promise<Reply<T>>;

/** Something that changes the list of accounts as well. */
async function told<T>(ask: Asking<T>): Promise<Answered<T>> {
  const answer = await asked(ask);
  if (answer.kind === "ok") await loadAccounts();
  return answer;
}

async function asked<T>(ask: Asking<T>): Promise<Answered<T>> {
  const token = session.value?.token;
  if (!token) return { kind: "refused" };
  const reply = await ask({ kind: "bearer", token });
  if (reply.kind === "ok") return { kind: "ok", body: reply.body };
  const errors = reply.kind === "problem" && reply.problem.errors;
  if (errors) return { kind: "fields", fields: Object.keys(errors) };
  return { kind: refusal(reply) ?? "refused" };
}
