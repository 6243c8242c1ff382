/** The registrations that a person sees, and what they can do to them. Each act resolves once it is durable. */
import { canonical } from "../domain/canonical";
import { digest } from "../domain/chain";
import { createOf, type Draft } from "../domain/draft";
import { uuid7 } from "../domain/ids";
import type { Projected } from "../domain/project";
import type { Choice, DecideOperation, Intention, UnitName, Units, Verdict } from "../domain/types";
import type { Waiting } from "../domain/waiting";
import { type Saving, save } from "../store/save";
import { sealKeyOf } from "../store/sealing";
import { dropCorrection } from "./corrections";
import { dropDraft, stamped } from "./drafts";
import { chance, here, iso, open, saves } from "./memory";
import { loadPhotos, releasePhotos } from "./photos";
import { apply, faded, registrations, today } from "./picture";

export { faded, registrations, today };

/** The sign-up is saved and its draft gone, in one transaction. Throws IncompleteDraft, StoreError, PhotoMissing. */
export async function signUp(draft: Draft): Promise<Projected> {
  const intention = createOf(stamped(allowed(draft)), iso(Date.now()));
  const seen = await act(intention, { store: "drafts", id: draft.id });
  dropDraft(draft.id);
  void releasePhotos(draft.id);
  return seen;
}

/** An organisation that wants no photos gets none, also of a draft from before it said so. */
function allowed(draft: Draft): Draft {
  if (here().me.settings.id_photo !== "off") return draft;
  return { ...draft, fields: { ...draft.fields, id_photo: null } };
}

/**
 * New whole values of some units over the registration as its author saw it, which may be older than it is by now
 * (P11). What was typed for it ends in the same transaction (P150).
 */
export async function amend(
  { id, units, base }: Pick<Projected, "id" | "units" | "base">,
  set: Partial<Units>,
): Promise<Projected> {
  const was = Object.fromEntries(
    Object.keys(set).map((unit) => [unit, units[unit as UnitName]]),
  ) as Partial<Units>;
  const intention: Intention = { kind: "amend", registration: id, base, set, was };
  const after = await act(intention, { store: "corrections", id });
  dropCorrection(id);
  void releasePhotos(id);
  return after;
}

export function withdraw(id: string, reason: string): Promise<Projected> {
  return act({ kind: "withdraw", registration: id, base: seen(id).base, reason });
}

/** They take their consent back: what is known of them is erased, here once the server has said so (P142). */
export function withdrawConsent(id: string): Promise<Projected> {
  const { base } = seen(id);
  return act({ kind: "erase", registration: id, base, ground: "consent_withdrawn" });
}

/** They asked that what is kept of them be erased. An admin sees `base` on a page, not in the replica. */
export async function eraseAsked(id: string, base: number): Promise<void> {
  await keep({ kind: "erase", registration: id, base, ground: "asked" });
}

/** A verdict about what is seen now; `remarks` is text by field. */
export async function review(
  id: string,
  verdict: Verdict,
  remarks: Record<string, string>,
  message: string | null,
): Promise<Projected> {
  const { base, units } = seen(id);
  const read = await digest(canonical(units));
  return act({ kind: "review", registration: id, base, verdict, remarks, message, read });
}

/** An admin's answers to open questions; `claims` are the registrations of a duplicate. */
export function resolve(id: string, choices: Choice[], claims: string[]): Promise<Projected> {
  return act({ kind: "resolve", registration: id, base: seen(id).base, choices, claims });
}

/** Undoes a resolution. With its last question the registration may have left this view already. */
export async function reopen(of: Projected, choices: Choice[], claims: string[]): Promise<void> {
  await keep({ kind: "resolve", registration: of.id, base: of.base, choices, claims });
}

/** An admin's word about an operation that waits; `on` is the registration that the server says it is on. */
export async function decide(
  { device, n, hash, on }: Pick<Waiting, "device" | "n" | "hash" | "on">,
  word: Pick<DecideOperation, "choice" | "seen" | "reason">,
): Promise<void> {
  const base = registrations.value.get(on)?.base ?? 0;
  await keep({ kind: "decide", registration: on, base, about: { device, n, hash }, ...word });
}

/** `base` is frozen here, as the author saw it (P11). Throws StoreError. */
async function act(intention: Intention, typed: Saving["typed"] = null): Promise<Projected> {
  await keep(intention, typed);
  return seen(intention.registration);
}

/** Saved, and shown to the other tabs; what it comes to is the picture's part. Throws StoreError. */
export async function keep(intention: Intention, typed: Saving["typed"] = null): Promise<void> {
  const { db, me, news } = here();
  const now = Date.now();
  const row = await save(db, {
    intention,
    op: uuid7(now, chance),
    author: { account: me.account.id, role: me.account.role },
    recorded_at: iso(now),
    typed,
    seal: sealKeyOf(me),
  });
  news.tell({ rows: [row.n], drafts: typed !== null, photos: true });
  // Somebody else may have been chosen meanwhile: then it is saved, and shown when they are back.
  if (open.value?.db === db) apply({ entries: new Map(), rows: new Map([[row.n, row]]) });
  if ("set" in intention) await loadPhotos();
  saves.value += 1;
}

function seen(id: string): Projected {
  const found = registrations.value.get(id);
  if (!found) throw new Error(`no registration ${id} here`);
  return found;
}
