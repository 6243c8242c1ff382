/** The password of a person who is known, given to the server once: with a network. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { More, SignInResult } from "../../state/sign-in";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { PasswordField } from "../../ui/field";
import { Note } from "../../ui/message";
import { refusal } from "./refusal";
import { useSecond } from "./use-second";

interface Props {
  label: string;
  /** On the button. */
  go: string;
  prove: (password: string, more: More) => Promise<SignInResult>;
  /** Above the field. */
  why: ComponentChildren;
  /** Below the button. */
  children?: ComponentChildren;
}

export function PasswordForm({ label, go, prove, why, children }: Props) {
  const [password, setPassword] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const second = useSecond();
  const busy = useRef(false);
  const give = async () => {
    if (busy.current) return;
    if (password === "") return setSaid(t("sign_in.no_password"));
    busy.current = true;
    setSaid(null);
    try {
      const answer = await prove(password, second.more);
      if ("second" in answer) await second.ask(answer.second);
      else if (!answer.ok) setSaid(refusal(answer.problem, "sign_in.offline_again"));
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
        void give();
      }}
    >
      {why}
      <PasswordField id="password" label={label} value={password} onInput={setPassword} />
      {second.step}
      {said && <Note tone="error">{said}</Note>}
      <Button kind="main" type="submit">
        {go}
      </Button>
      {children}
    </form>
  );
}
