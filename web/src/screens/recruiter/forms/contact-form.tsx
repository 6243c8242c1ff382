import { useState } from "preact/hooks";
import { showPhone, toE164 } from "../../../domain/phone";
import { t } from "../../../text";
import { TextField } from "../../../ui/field";
import type { FormProps } from "./form";

interface ContactFormProps extends FormProps {
  /** Somebody else of mine with the same number. */
  usedBy?: string | null;
  only?: "phone" | "email";
}

export function ContactForm({ fields, set, errors, usedBy, only }: ContactFormProps) {
  return (
    <>
      {only !== "email" && (
        <PhoneField fields={fields} set={set} errors={errors} usedBy={usedBy ?? null} />
      )}
      {only !== "phone" && (
        <TextField
          id="email"
          type="email"
          label={t("email")}
          optional
          autoCapitalize="off"
          value={fields.email ?? ""}
          maxLength={100}
          error={errors.of("email")}
          onInput={(email) => set({ email: email.trim() === "" ? null : email.trim() })}
          onLeave={() => errors.leave("email")}
        />
      )}
    </>
  );
}

/** Typed as people write numbers; kept as `+62…` as soon as it is one. */
type PhoneFieldProps = Pick<FormProps, "fields" | "set" | "errors"> & { usedBy: string | null };

function PhoneField({ fields, set, errors, usedBy }: PhoneFieldProps) {
  const [typed, setTyped] = useState(() => showPhone(fields.phone ?? ""));
  return (
    <TextField
      id="phone"
      type="tel"
      label={t("phone")}
      value={typed}
      maxLength={24}
      error={errors.of("phone")}
      warning={usedBy === null ? null : t("phone.used", { name: usedBy })}
      onInput={(text) => {
        setTyped(text);
        set({ phone: toE164(text) ?? text });
      }}
      onLeave={() => {
        const stored = toE164(typed);
        if (stored) setTyped(showPhone(stored));
        errors.leave("phone");
      }}
    />
  );
}
