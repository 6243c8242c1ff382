import { t } from "../../../text";
import { TextField } from "../../../ui/field";
import type { FormProps } from "./form";

export function NameForm({ fields, set, errors }: FormProps) {
  return (
    <>
      <TextField
        id="full_name"
        label={t("full_name")}
        hint={t("full_name.hint")}
        value={fields.full_name ?? ""}
        maxLength={100}
        autoCapitalize="words"
        error={errors.of("full_name")}
        onInput={(full_name) => set({ full_name })}
        onLeave={() => errors.leave("full_name")}
      />
      <TextField
        id="birth_place"
        label={t("birth_place")}
        optional
        value={fields.birth_place ?? ""}
        maxLength={60}
        autoCapitalize="words"
        onInput={(birth_place) => set({ birth_place: birth_place === "" ? null : birth_place })}
      />
    </>
  );
}
