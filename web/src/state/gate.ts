/** The door: whose PIN is asked for, how many tries were wrong, and what opens it. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { Keyring } from "../crypto/keyring";
import { PIN_LENGTH, pinWait, type WeakPin, weakPin } from "../domain/pin";
import { sealKeyOf } from "../store/sealing";
import { bringUpToDate, firstPin, MOST_WRONG, readVault, replacePin, tryPin } from "../store/vault";
import { arrived, me } from "./memory";

/**
 * `pin`: it is asked for · `new_pin`: one is to be chosen, for the data key at hand or (`raw` null) a new one ·
 * `password`: the server must say first who it is, since they have signed out, forgot the PIN or tried too often.
 */
export type Asking =
  | { kind: "pin"; account: string; wrong: number }
  | { kind: "new_pin"; account: string; raw: Uint8Array<ArrayBuffer> | null }
  | { kind: "password"; account: string; why: "signed_out" | "forgotten" | "closed" };

export const door = signal<Asking | null>(null);
/** Null where nobody was chosen. */
export const asking: ReadonlySignal<Asking | null> = computed(() => door.value);

const until = signal(0);
/** When the next try may be made, in the time of `performance.now()`: no clock of the phone can shorten it. */
export const waitsUntil: ReadonlySignal<number> = until;

/** Asks for this person's PIN. What was tried in vain before makes wait again: a reload shortens nothing (P122). */
export async function askPin(account: string): Promise<void> {
  const vault = await readVault(account);
  if (!vault) door.value = { kind: "new_pin", account, raw: null };
  else askAgain(account, vault.wrong);
}

function askAgain(account: string, wrong: number): void {
  if (wrong >= MOST_WRONG) {
    door.value = { kind: "password", account, why: "closed" };
    return;
  }
  until.value = performance.now() + pinWait(wrong);
  door.value = { kind: "pin", account, wrong };
}

/** How often the PIN may still be wrong before its road closes. */
export function triesLeft(wrong: number): number {
  return Math.max(0, MOST_WRONG - wrong);
}

/** The person has forgotten the PIN: the password opens as well, with a network (P123). */
export function forgot(): void {
  if (door.value) door.value = { kind: "password", account: door.value.account, why: "forgotten" };
}

export async function backToPin(): Promise<void> {
  if (door.value) await askPin(door.value.account);
}

export type PinTried = { kind: "open"; keys: Keyring } | { kind: "wrong" | "waiting" | "closed" };

/** Tries the PIN of whoever is asked. */
export async function tried(pin: string): Promise<PinTried> {
  const at = door.value;
  if (at?.kind !== "pin") return { kind: "closed" };
  if (performance.now() < until.value) return { kind: "waiting" };
  const { account, wrong } = at;
  const result = await tryPin(account, pin, wrong);
  switch (result.kind) {
    case "open":
      return { kind: "open", keys: await opened(account, pin, result.raw) };
    case "closed":
      door.value = { kind: "password", account, why: "closed" };
      return { kind: "closed" };
    case "wrong":
    case "waiting":
      askAgain(account, result.wrong);
      return { kind: result.kind };
  }
}

async function opened(
  account: string,
  pin: string,
  raw: Uint8Array<ArrayBuffer>,
): Promise<Keyring> {
  const keys = await Keyring.of(account, raw);
  // Beside the opening, which need not wait for it; what fails is made up for at the next PIN.
  void bringUpToDate(raw, { account, pin })
    .catch(() => {})
    .finally(() => raw.fill(0));
  return keys;
}

export type PinChosen =
  | { kind: "open"; keys: Keyring }
  | { kind: "weak"; why: WeakPin | "short" }
  /** Another tab has chosen one meanwhile, which stands. */
  | { kind: "taken" };

/** Sets the PIN that was chosen. */
export async function chosen(pin: string): Promise<PinChosen> {
  const at = door.value;
  const weak = pin.length === PIN_LENGTH ? weakPin(pin) : "short";
  if (weak) return { kind: "weak", why: weak };
  if (at?.kind !== "new_pin") return { kind: "taken" };
  const { account, raw } = at;
  const asked = { account, pin, seal: sealKeyOf(arrived.value?.answer.me) };
  const keys = raw ? await replacePin(raw, asked) : await firstPin(asked);
  raw?.fill(0);
  if (keys) return { kind: "open", keys };
  await askPin(account);
  return { kind: "taken" };
}

export type PinChanged =
  | { kind: "changed" }
  | { kind: "weak"; why: WeakPin | "short" }
  | { kind: "wrong" | "closed" };

/** Another PIN for the person who is here. The tries count: ten wrong ones lock and close the road (P122). */
export async function changePin(old: string, pin: string): Promise<PinChanged> {
  const account = me.value?.account.id ?? "";
  const weak = pin.length === PIN_LENGTH ? weakPin(pin) : "short";
  if (weak) return { kind: "weak", why: weak };
  const known = (await readVault(account))?.wrong ?? 0;
  const result = await tryPin(account, old, known);
  if (result.kind !== "open") return { kind: result.kind === "closed" ? "closed" : "wrong" };
  await replacePin(result.raw, { account, pin });
  result.raw.fill(0);
  return { kind: "changed" };
}
