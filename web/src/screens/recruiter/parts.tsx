/** The parts in which a saved registration is corrected: each a form, and the fields that it answers for. */
import type { ComponentChildren } from "preact";
import { AddressForm } from "./forms/address-form";
import { ContactForm } from "./forms/contact-form";
import type { FormProps } from "./forms/form";
import { HeirsForm } from "./forms/heirs-form";
import { IdentityForm } from "./forms/identity-form";
import { IncomeForm } from "./forms/income-form";
import { NameForm } from "./forms/name-form";
import { PayForm } from "./forms/pay-form";
import { PhotoForm } from "./forms/photo-form";
import { OccupationForm, WorkplaceForm } from "./forms/work-form";

interface Part {
  form: (props: FormProps) => ComponentChildren;
  fields: readonly string[];
}

const Phone = (props: FormProps) => <ContactForm {...props} only="phone" />;
const Email = (props: FormProps) => <ContactForm {...props} only="email" />;

export const PARTS = {
  identity: { form: IdentityForm, fields: ["nik", "birth_date", "sex", "nik_confirmed"] },
  name: { form: NameForm, fields: ["full_name", "birth_place"] },
  heirs: { form: HeirsForm, fields: ["heirs"] },
  phone: { form: Phone, fields: ["phone"] },
  address: { form: AddressForm, fields: ["address", "village_code", "postcode"] },
  email: { form: Email, fields: ["email"] },
  occupation: { form: OccupationForm, fields: ["occupation", "has_employees"] },
  income: {
    form: IncomeForm,
    fields: ["monthly_income", "income_amount", "income_per", "income_days"],
  },
  workplace: {
    form: WorkplaceForm,
    fields: ["workplace", "work_starts", "work_ends", "seen_at_work"],
  },
  pay: { form: PayForm, fields: ["programmes", "months", "first_month", "quote_total"] },
  photo: { form: PhotoForm, fields: ["id_photo"] },
} satisfies Record<string, Part>;
export type PartName = keyof typeof PARTS;

/** What the record's cards are corrected by. */
export const CARDS = {
  person: ["identity", "name", "heirs"],
  contact: ["phone", "address", "email"],
  work: ["occupation", "workplace"],
  pay: ["income", "pay"],
  photo: ["photo"],
} as const satisfies Record<string, readonly PartName[]>;
export type CardName = keyof typeof CARDS;

/** The card that a field is corrected by. */
export function cardOf(field: string): CardName {
  const names = Object.keys(CARDS) as CardName[];
  return names.find((card) => fieldsOfParts(CARDS[card]).includes(field)) ?? "person";
}

/** The part that a remark's field belongs to; null for what cannot be corrected by typing. */
export function partOf(field: string): PartName | null {
  const names = Object.keys(PARTS) as PartName[];
  return names.find((name) => (PARTS[name].fields as readonly string[]).includes(field)) ?? null;
}

/** The fields that some parts answer for. */
export function fieldsOfParts(names: readonly PartName[]): string[] {
  return names.flatMap((name) => [...PARTS[name].fields]);
}
