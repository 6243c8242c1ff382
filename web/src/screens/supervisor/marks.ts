/** The marks and the queue of this desk, found anew only where what they look at has changed. */
import { computed } from "@preact/signals";
import { type Marks, NO_MARKS, patternsAmong, thresholdsOn } from "../../domain/patterns";
import type { Projected } from "../../domain/project";
import { noticed } from "../../state/noticed";
import { registrations, today } from "../../state/registrations";
import { asksForEyes, queueOf } from "./queue";

let looked: { at: ReadonlyMap<string, Projected>; on: string; marks: Marks } = {
  at: new Map(),
  on: "",
  marks: NO_MARKS,
};

/** A verdict changes nobody's number: after it the marks are those of before, and nothing is looked for. */
export const marks = computed<Marks>(() => {
  const [at, on] = [registrations.value, today.value];
  const same = on === looked.on && at.size === looked.at.size && [...at.values()].every(isAsBefore);
  const found = same ? looked.marks : patternsAmong(at.values(), thresholdsOn(on));
  looked = { at, on, marks: found };
  return found;
});

function isAsBefore(now: Projected): boolean {
  const before = looked.at.get(now.id);
  if (before === now) return true;
  return (
    before !== undefined &&
    before.captured_at === now.captured_at &&
    before.entry?.skew_ms === now.entry?.skew_ms &&
    said(before) === said(now)
  );
}

function said({ units, recruiter }: Projected): string {
  const { identity, contact, address, contribution } = units;
  return [
    recruiter,
    identity.nik,
    contact.phone,
    address.village_code,
    address.address,
    contribution.monthly_income,
  ].join("\n");
}

export const queue = computed(() =>
  queueOf(asksForEyes(registrations.value.values(), noticed.value), marks.value, today.value),
);
