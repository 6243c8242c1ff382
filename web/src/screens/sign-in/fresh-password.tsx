/** A password of one's own, in the place of the one that an admin made: part of a sign-in (P243). */
import { useEffect } from "preact/hooks";
import type { Unfit } from "../../state/own-password";
import { t } from "../../text";
import { PasswordField } from "../../ui/field";

interface Props {
  value: string;
  onInput: (value: string) => void;
  wrong: Unfit | undefined;
}

const FIELD = "new-password";

export function FreshPassword({ value, onInput, wrong }: Props) {
  const error = wrong && t(`password.${wrong}`);
  useEffect(() => document.getElementById(FIELD)?.focus(), [wrong]);
  return (
    <>
      <p role="status">{error ? <span class="unseen">{error}</span> : t("password.by_admin")}</p>
      <PasswordField
        id={FIELD}
        label={t("password.fresh")}
        hint={t("password.hint")}
        value={value}
        onInput={onInput}
        autoComplete="new-password"
        error={error}
      />
    </>
  );
}
