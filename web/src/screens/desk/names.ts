/** Names of people, clinics and phones, from what the server told at sign-in. */
import { computed } from "@preact/signals";
import { person } from "../../state/session";
import { d } from "../../text/desk";

const people = computed(() => {
  const me = person.value?.me;
  const known = (me?.people ?? []).map((p) => [p.id, p.name] as const);
  return new Map(me ? [...known, [me.account.id, me.account.name] as const] : known);
});
const clinics = computed(() => new Map(person.value?.me.clinics.map((c) => [c.id, c.name])));
const devices = computed(() => new Map(person.value?.me.devices.map((x) => [x.id, x.label])));

export function nameOf(account: string): string {
  return people.value.get(account) ?? d("name.unknown");
}

export function firstName(account: string): string {
  return nameOf(account).split(" ")[0] ?? "";
}

export function clinicName(clinic: string): string {
  return clinics.value.get(clinic) ?? d("name.clinic");
}

/** "Klinik Mitra Utama" → "Mitra Utama": in a list everybody knows that they are clinics. */
export function shortClinic(clinic: string): string {
  return clinicName(clinic).replace(/^(?:Klinik|Puskesmas|RS\w*)\s+/, "");
}

export function deviceLabel(device: string): string {
  return devices.value.get(device) ?? d("name.device");
}

const NAMED = 3;

export function clinicsInWords(clinics: readonly string[]): string {
  if (clinics.length === 0) return d("accounts.no_clinic");
  const named = clinics.slice(0, NAMED).map(clinicName).join(", ");
  const more = clinics.length - NAMED;
  return more > 0 ? d("accounts.and_more", { names: named, n: more }) : named;
}
