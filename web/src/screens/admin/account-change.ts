/** What a change of an account comes to, before it is made. Pure. */
import type { Role } from "../../domain/types";
import type { AccountChange, WholeAccount } from "../../state/accounts";

export interface AccountForm {
  username: string;
  name: string;
  role: Role;
  clinics: readonly string[];
  active: boolean;
}

export const EMPTY: AccountForm = {
  username: "",
  name: "",
  role: "recruiter",
  clinics: [],
  active: true,
};

export function formOf({ account }: WholeAccount): AccountForm {
  const { username, name, role, clinics, active } = account;
  return { username, name, role, clinics, active };
}

/** An admin has no clinic: those ticked before stay ticked in the form, and are not sent. */
export function placesOf(form: AccountForm): string[] {
  return form.role === "admin" ? [] : [...form.clinics].sort();
}

export interface Consequences {
  role: { from: Role; to: Role } | null;
  gained: string[];
  lost: string[];
  closed: boolean;
  opened: boolean;
  /** Own registrations at clinics where the account works no more: they stay, or move. */
  left_behind: { clinic: string; count: number }[];
}

export function consequencesOf(whole: WholeAccount, form: AccountForm): Consequences {
  const before = whole.account;
  const now = placesOf(form);
  return {
    role: before.role === form.role ? null : { from: before.role, to: form.role },
    gained: now.filter((clinic) => !before.clinics.includes(clinic)),
    lost: before.clinics.filter((clinic) => !now.includes(clinic)),
    closed: before.active && !form.active,
    opened: !before.active && form.active,
    left_behind: now.length > 0 ? whole.registrations.filter((r) => !now.includes(r.clinic)) : [],
  };
}

/** Whether saving would change anything, or could still move something. */
export function hasConsequences(whole: WholeAccount, form: AccountForm): boolean {
  const { role, gained, lost, closed, opened, left_behind } = consequencesOf(whole, form);
  const named = form.name.trim() !== whole.account.name;
  return (
    named || closed || opened || Boolean(role || gained.length || lost.length || left_behind.length)
  );
}

/** `moves` is where each clinic's registrations go; one that is not in it leaves them where they are. */
export function changeOf(form: AccountForm, moves: ReadonlyMap<string, string>): AccountChange {
  return {
    name: form.name.trim(),
    role: form.role,
    clinics: placesOf(form),
    active: form.active,
    moves: [...moves].map(([from, to]) => ({ from, to })),
  };
}

/** The fields that want an answer before it can be sent. */
export function missingIn(form: AccountForm): ("name" | "username" | "clinics")[] {
  return [
    ...(form.name.trim() === "" ? (["name"] as const) : []),
    ...(/^[a-z][a-z0-9._-]{2,39}$/.test(form.username) ? [] : (["username"] as const)),
    ...(form.role !== "admin" && form.clinics.length === 0 ? (["clinics"] as const) : []),
  ];
}
