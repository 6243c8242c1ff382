/** How long a recruiter's phone keeps the words of what has come to its end (P146); dated, and never by its own clock. */
import data from "../../../server/domain/data/retention.json";
import type { Entry, Status } from "./types";

const DAY_MS = 86_400_000;
const FINAL: readonly Status[] = ["registered", "rejected", "withdrawn"];

/** Whether the words of a registration are to go; `now` is the server's clock. */
export function isOver(entry: Entry, now: string): boolean {
  if (entry.faded || !FINAL.includes(entry.status)) return false;
  const on = now.slice(0, 10);
  const days = data.findLast(({ valid_from }) => valid_from <= on)?.phone_final_days;
  return days !== undefined && Date.parse(now) - Date.parse(entry.status_at) >= days * DAY_MS;
}

/** What is left of it: that it was, and what the picture of a month counts. Nothing says whose it is. */
export function fadedOf(entry: Entry): Entry {
  const { registration, flag, seq, version, status, status_at, clinic, recruiter, consent } = entry;
  const { captured_at, received_at, credit, duplicate_of, units } = entry;
  const { programmes, months, first_month, quote_total, quote_tables } = units.contribution;
  const { signature: _, ...agreed } = consent;
  return {
    ...{ registration, flag, seq, version, status, status_at, clinic, recruiter },
    ...{ captured_at, received_at, credit, duplicate_of, consent: agreed, faded: true },
    ...{ skew_ms: null, location: null, review: null, approval: null },
    ...{ progress: {}, threads: [], history: [], photos: { id_photo: "none" } },
    units: {
      identity: { nik: "", birth_date: "", sex: "female", nik_confirmed: false },
      name: { full_name: "", birth_place: null },
      address: { address: "", village_code: "", postcode: null },
      contact: { phone: "", email: null },
      work: {
        ...{ occupation: "", has_employees: false, workplace: "", seen_at_work: false },
        ...{ work_starts: null, work_ends: null },
      },
      contribution: {
        ...{ monthly_income: 0, income_amount: 0, income_per: "month", income_days: null },
        ...{ programmes, months, first_month, quote_total, quote_tables },
      },
      heirs: { heirs: [] },
      note: { note: null },
      photo: { id_photo: null },
    },
  };
}
