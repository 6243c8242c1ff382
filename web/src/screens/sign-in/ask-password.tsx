/** The password of one person, where the PIN alone does not open. */
import { type Asking, backToPin } from "../../state/gate";
import { proveByPassword } from "../../state/sign-in";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { PasswordForm } from "./password-form";

type Why = Extract<Asking, { kind: "password" }>["why"];

export function AskPassword({ name, why }: { name: string; why: Why }) {
  return (
    <PasswordForm
      label={t("pin.password_of", { name })}
      go={t("sign_in.go")}
      prove={proveByPassword}
      why={<p>{t(`pin.ask_${why}`, { name })}</p>}
    >
      {why === "forgotten" && (
        <Button kind="plain" onClick={() => void backToPin()}>
          {t("pin.to_pin")}
        </Button>
      )}
    </PasswordForm>
  );
}
