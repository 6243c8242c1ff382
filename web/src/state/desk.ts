/** What desks ask of the server as it is now; none of it is kept on the phone. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Repair } from "../domain/tally";
import { api, type Reply } from "../net/api";
import type { components } from "../wire/api.gen";
import { session } from "./memory";
import { letterKeys as kept } from "./settings";

export interface DeviceRow {
  id: string;
  label: string;
  account: string;
  app: string | null;
  first_seen: string;
  last_contact_at: string | null;
  pending: number | null;
  oldest_pending_at: string | null;
  persisted: boolean | null;
  free_bytes: number | null;
  /** How the last mending of its copy ended (P59). */
  repair: Repair["how"] | null;
  repaired_at: string | null;
  skew_ms: number | null;
  ended_at: string | null;
  /** When the ended device said that its person's data is deleted from it (P128). */
  wiped_at: string | null;
  /** The device that this phone was before, and why it is another now (P104). */
  ancestor: string | null;
  renewal: "copied" | "chain" | null;
}
export type AccountRow = components["schemas"]["ListedAccount"];
export type Refused = "offline" | "refused";
/** `rows` is null before the first answer; a problem leaves what was there. */
export interface Asked<Row> {
  rows: readonly Row[] | null;
  problem: Refused | null;
}

const deviceRows = signal<Asked<DeviceRow>>({ rows: null, problem: null });
const accountRows = signal<Asked<AccountRow>>({ rows: null, problem: null });
export const devices: ReadonlySignal<Asked<DeviceRow>> = deviceRows;
export const accounts: ReadonlySignal<Asked<AccountRow>> = accountRows;

export const letterKeys: ReadonlySignal<boolean> = kept;
export function setLetterKeys(on: boolean): void {
  kept.value = on;
}

/** When the server was last backed up; null before the first time, undefined before an answer. */
const backedUp = signal<string | null | undefined>(undefined);
export const backupAt: ReadonlySignal<string | null | undefined> = backedUp;

export async function loadDevices(): Promise<void> {
  const body = await load(deviceRows, "/devices", "devices");
  if (body) backedUp.value = (body as { backup_at?: string | null }).backup_at;
}
export const loadAccounts = () => load(accountRows, "/accounts", "accounts");

/** Ends a device; null when it is done. */
export async function endDevice(id: string): Promise<Refused | null> {
  const token = session.value?.token;
  if (!token) return "refused";
  const refused = refusal(await api.post(`/devices/${id}/end`, { kind: "bearer", token }));
  if (refused === null) await loadDevices();
  return refused;
}

/** The whole answer, null where there was none. */
async function load<Row>(
  into: Signal<Asked<Row>>,
  path: string,
  field: string,
): Promise<object | null> {
  const token = session.value?.token;
  if (!token) {
    into.value = { ...into.value, problem: "refused" };
    return null;
  }
  const reply = await api.get<Record<string, Row[]>>(path, { kind: "bearer", token });
  if (reply.kind === "ok") into.value = { rows: reply.body[field] ?? [], problem: null };
  else into.value = { ...into.value, problem: refusal(reply) };
  return reply.kind === "ok" ? reply.body : null;
}

export function refusal(reply: Reply<unknown>): Refused | null {
  if (reply.kind === "ok") return null;
  return reply.kind === "unreachable" ? "offline" : "refused";
}
