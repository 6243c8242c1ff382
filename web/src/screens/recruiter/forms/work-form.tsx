import { t } from "../../../text";
import { occupationNames } from "../../../text/tables";
import { Checkbox, Choice, FieldGroup, type Option, Picker, TextField } from "../../../ui/field";
import { Message } from "../../../ui/message";
import { occupationName } from "../words";
import type { FormProps } from "./form";

export function OccupationForm({ fields, set, errors }: FormProps) {
  return (
    <>
      <Picker
        id="occupation"
        label={t("occupation")}
        placeholder={t("occupation.pick")}
        value={fields.occupation ?? null}
        chosen={fields.occupation ? occupationName(fields.occupation) : null}
        find={findOccupation}
        error={errors.of("occupation")}
        onChoose={({ value }) => set({ occupation: value })}
      />
      <Choice
        id="has_employees"
        label={t("has_employees")}
        value={fields.has_employees === undefined ? null : fields.has_employees ? "yes" : "no"}
        options={[
          { value: "no", label: t("no") },
          { value: "yes", label: t("yes") },
        ]}
        error={errors.of("has_employees")}
        onChange={(answer) => set({ has_employees: answer === "yes" })}
      />
      {fields.has_employees && (
        <Message tone="move" title={t("pay.jht_because")}>
          {t("has_employees.jht")}
        </Message>
      )}
    </>
  );
}

export function WorkplaceForm({ fields, set, errors }: FormProps) {
  return (
    <>
      <TextField
        id="workplace"
        label={t("workplace")}
        hint={t("workplace.hint")}
        lines="many"
        value={fields.workplace ?? ""}
        maxLength={120}
        error={errors.of("workplace")}
        onInput={(workplace) => set({ workplace })}
        onLeave={() => errors.leave("workplace")}
      />
      <FieldGroup id="work_hours" label={t("hours")} optional error={errors.of("work_starts")}>
        <div class="side-by-side">
          <TextField
            id="work_starts"
            type="time"
            label={t("hours.from")}
            value={fields.work_starts ?? ""}
            onInput={(at) => set({ work_starts: at === "" ? null : at })}
          />
          <TextField
            id="work_ends"
            type="time"
            label={t("hours.to")}
            value={fields.work_ends ?? ""}
            onInput={(at) => set({ work_ends: at === "" ? null : at })}
          />
        </div>
      </FieldGroup>
      <Checkbox
        id="seen_at_work"
        label={t("seen")}
        hint={t("seen.hint")}
        checked={fields.seen_at_work === true}
        onChange={(seen_at_work) => set({ seen_at_work })}
      />
    </>
  );
}

function findOccupation(text: string): Option[] {
  const wanted = text.trim().toLowerCase();
  return occupationNames().filter(({ label }) => label.toLowerCase().includes(wanted));
}
