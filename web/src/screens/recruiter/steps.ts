/** The steps of a sign-up in their order; an ID-photo step is not among them while its setting is off. */
import type { Me } from "../../domain/types";

const WITH_PHOTO = ["nik", "name", "contact", "work", "pay", "photo", "consent", "check"] as const;
export type Step = (typeof WITH_PHOTO)[number];
const WITHOUT = WITH_PHOTO.filter((step) => step !== "photo");

export function stepsOf(setting: Me["settings"]["id_photo"]): readonly Step[] {
  return setting === "off" ? WITHOUT : WITH_PHOTO;
}

/** Which fields a step asks for, in the order of the page. */
export const FIELDS_OF: Record<Step, readonly string[]> = {
  nik: ["nik", "birth_date", "sex"],
  name: ["full_name", "birth_place", "heirs"],
  contact: ["phone", "email", "address", "village_code", "postcode"],
  work: [
    "occupation",
    "has_employees",
    "income_amount",
    "income_per",
    "workplace",
    "work_starts",
    "clinic",
  ],
  pay: ["programmes", "months", "first_month"],
  photo: ["id_photo"],
  consent: ["consent_method", "signature"],
  check: [],
};

/** `now` counts from 1. */
export function stepPath(draft: string, now: number): string {
  return `/new/${draft}/${now}`;
}
