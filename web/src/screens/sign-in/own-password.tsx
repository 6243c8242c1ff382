/** Another password of one's own: the present one and the new one, with a network. */
import { useRef, useState } from "preact/hooks";
import { changePassword, type PasswordChange, type Wrong } from "../../state/own-password";
import { person } from "../../state/session";
import { type TextKey, t } from "../../text";
import { Button } from "../../ui/button";
import { goTo } from "../../ui/error-summary";
import { PasswordField } from "../../ui/field";
import { Note } from "../../ui/message";
import { Sheet } from "../../ui/sheet";

const OLD = "old-password";
const FRESH = "new-password";
const OLD_WRONG: Record<NonNullable<Wrong["old"]>, TextKey> = {
  missing: "sign_in.no_password",
  another: "password.another",
};
const REFUSED: Record<Exclude<PasswordChange["kind"], "changed" | "wrong">, TextKey> = {
  offline: "password.offline",
  signed_out: "password.signed_out",
  rate_limited: "sign_in.rate_limited",
  refused: "sign_in.failed",
};

export function ChangePassword({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [wrong, setWrong] = useState<Wrong>({});
  const [said, setSaid] = useState<TextKey | null>(null);
  const busy = useRef(false);
  const oldError = wrong.old && t(OLD_WRONG[wrong.old]);
  const freshError = wrong.fresh && t(`password.${wrong.fresh}`);

  const give = async () => {
    if (busy.current) return;
    busy.current = true;
    setWrong({});
    setSaid(null);
    const answer = await changePassword(old, fresh);
    busy.current = false;
    if (answer.kind === "changed") onDone();
    else if (answer.kind === "wrong") {
      setWrong(answer.wrong);
      goTo(answer.wrong.old ? OLD : FRESH);
    } else setSaid(REFUSED[answer.kind]);
  };
  return (
    <Sheet title={t("password.change")} onClose={onClose}>
      <form
        class="page form bare"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void give();
        }}
      >
        {/* For whose password it is, to whatever keeps passwords. */}
        <input hidden readOnly autocomplete="username" value={person.value?.me.account.username} />
        <PasswordField
          id={OLD}
          label={t("password.old")}
          value={old}
          onInput={setOld}
          error={oldError}
        />
        <PasswordField
          id={FRESH}
          label={t("password.fresh")}
          hint={t("password.hint")}
          value={fresh}
          onInput={setFresh}
          autoComplete="new-password"
          error={freshError}
        />
        <p class="unseen" role="status">
          {oldError} {freshError}
        </p>
        {said && <Note tone="error">{t(said)}</Note>}
        <Button kind="main" type="submit">
          {t("password.change")}
        </Button>
      </form>
    </Sheet>
  );
}
