/** The password of one person, where the PIN alone does not open: with a network, once. */
import { useRef, useState } from "preact/hooks";
import { type Asking, backToPin } from "../../state/gate";
import { proveByPassword } from "../../state/sign-in";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { PasswordField } from "../../ui/field";
import { Note } from "../../ui/message";
import { refusal } from "./refusal";

type Why = Extract<Asking, { kind: "password" }>["why"];

export function AskPassword({ name, why }: { name: string; why: Why }) {
  const [password, setPassword] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const busy = useRef(false);
  const go = async () => {
    if (busy.current) return;
    if (password === "") return setSaid(t("sign_in.no_password"));
    busy.current = true;
    setSaid(null);
    try {
      const answer = await proveByPassword(password);
      if (!answer.ok) setSaid(refusal(answer.problem, "sign_in.offline_again"));
    } catch {
      setSaid(t("sign_in.no_store"));
    } finally {
      busy.current = false;
    }
  };
  return (
    <form
      class="page form bare"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <p>{t(`pin.${why}`, { name })}</p>
      <PasswordField
        id="password"
        label={t("pin.password_of", { name })}
        value={password}
        onInput={setPassword}
      />
      {said && <Note tone="error">{said}</Note>}
      <Button kind="main" type="submit">
        {t("sign_in.go")}
      </Button>
      {why === "forgotten" && (
        <Button kind="plain" onClick={() => void backToPin()}>
          {t("pin.to_pin")}
        </Button>
      )}
    </form>
  );
}
