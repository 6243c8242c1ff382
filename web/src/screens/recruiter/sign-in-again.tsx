/** A session that has ended: nothing is lost, and it says how much is safe. */
import { useRef, useState } from "preact/hooks";
import { person } from "../../state/session";
import { signInAgain } from "../../state/sign-in";
import { strip, syncNow } from "../../state/syncing";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { PasswordField } from "../../ui/field";
import { Note } from "../../ui/message";
import { refusal } from "../sign-in/refusal";

const DAY_MS = 86_400_000;

export function SignInAgain({ onLater }: { onLater: () => void }) {
  const [password, setPassword] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const busy = useRef(false);
  const who = person.value;
  if (!who) return null;
  const { unsent } = strip.value;
  const days = Math.max(0, Math.floor((Date.now() - Date.parse(who.signed_in_at)) / DAY_MS));
  const go = async () => {
    if (busy.current) return;
    if (password === "") return setSaid(t("sign_in.no_password"));
    busy.current = true;
    setSaid(null);
    try {
      const answer = await signInAgain(password);
      if (answer.ok) syncNow();
      else setSaid(refusal(answer.problem, "sign_in.offline_again"));
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
      <div>
        <h2 class="like-h1">{t("send.again_title")}</h2>
        <p class="quiet-text">
          {days > 0 && `${t("send.since", { days: t("send.days", { n: days }) })} `}
          {unsent > 0
            ? t("send.nothing_lost_n", { n: t("send.kept_n", { n: unsent }) })
            : t("send.nothing_lost")}
        </p>
      </div>
      <PasswordField
        id="password"
        label={t("send.password_of", { name: who.me.account.name })}
        value={password}
        onInput={setPassword}
      />
      {said && <Note tone="error">{said}</Note>}
      <Button kind="main" type="submit">
        {t("send.sign_in")}
      </Button>
      <Button kind="plain" onClick={onLater}>
        {t("later")}
      </Button>
    </form>
  );
}
