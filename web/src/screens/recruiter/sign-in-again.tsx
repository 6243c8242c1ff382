/** A session that has ended: nothing is lost, and it says how much is safe. */
import { person } from "../../state/session";
import { type More, signInAgain } from "../../state/sign-in";
import { strip, syncNow } from "../../state/syncing";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { PasswordForm } from "../sign-in/password-form";

const DAY_MS = 86_400_000;

async function signInAndSync(password: string, more: More) {
  const answer = await signInAgain(password, more);
  if (answer.ok) syncNow();
  return answer;
}

export function SignInAgain({ onLater }: { onLater: () => void }) {
  const who = person.value;
  if (!who) return null;
  const { unsent } = strip.value;
  const days = Math.max(0, Math.floor((Date.now() - Date.parse(who.signed_in_at)) / DAY_MS));
  const why = (
    <div>
      <h2 class="like-h1">{t(unsent > 0 ? "send.again_title" : "send.again_news")}</h2>
      <p class="quiet-text">
        {days > 0 && `${t("send.since", { days: t("send.days", { n: days }) })} `}
        {unsent > 0
          ? t("send.nothing_lost_n", { n: t("send.kept_n", { n: unsent }) })
          : t("send.nothing_lost")}
      </p>
    </div>
  );
  return (
    <PasswordForm
      label={t("send.password_of", { name: who.me.account.name })}
      go={t(unsent > 0 ? "send.sign_in" : "sign_in.go")}
      prove={signInAndSync}
      why={why}
    >
      <Button kind="plain" onClick={onLater}>
        {t("later")}
      </Button>
    </PasswordForm>
  );
}
