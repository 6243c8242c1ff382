/** Withdrawing asks once, names the person, and wants a reason; that consent was taken back erases everything. */
import { useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { withdraw, withdrawConsent } from "../../state/registrations";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/field";
import { Note } from "../../ui/message";
import { Sheet } from "../../ui/sheet";

interface WithdrawProps {
  one: Projected;
  /** It is closed already: all that is left to take back is the consent. */
  over: boolean;
  onClose: () => void;
}

export function WithdrawSheet({ one, over, onClose }: WithdrawProps) {
  const ended = t("one.consent_ended");
  const [chosen, setChosen] = useState<string | null>(over ? ended : null);
  const [other, setOther] = useState("");
  const [said, setSaid] = useState<"no_reason" | "failed" | null>(null);
  const reasons = [
    ...[t("one.withdraw_own"), t("one.withdraw_twice"), t("one.withdraw_else")],
    ended,
  ];
  const own = chosen === t("one.withdraw_else");
  const erases = chosen === ended;
  const go = async () => {
    const reason = (own ? other : (chosen ?? "")).trim();
    if (reason === "") return setSaid("no_reason");
    try {
      await (erases ? withdrawConsent(one.id) : withdraw(one.id, reason));
      onClose();
    } catch {
      setSaid("failed");
    }
  };
  const title = t(erases ? "one.consent_ask" : "one.withdraw_ask", {
    name: one.units.name.full_name,
  });
  return (
    <Sheet title={title} onClose={onClose}>
      <p class="quiet-text">{t(erases ? "one.consent_text" : "one.withdraw_text")}</p>
      {!over && (
        <fieldset class="card rows reasons">
          <legend class="unseen">{t("one.withdraw_reason")}</legend>
          {reasons.map((reason) => (
            <label key={reason} class="tick">
              <input
                type="radio"
                name="reason"
                checked={chosen === reason}
                onChange={() => setChosen(reason)}
              />
              <span class="square round" />
              <span class="words">{reason}</span>
            </label>
          ))}
        </fieldset>
      )}
      {own && (
        <TextField
          id="reason"
          label={t("one.withdraw_reason")}
          value={other}
          maxLength={200}
          onInput={setOther}
        />
      )}
      {said && (
        <Note tone="error">
          {t(said === "failed" ? "one.not_saved" : "one.withdraw_no_reason")}
        </Note>
      )}
      <Button kind="sure" onClick={() => void go()}>
        {t(erases ? "one.consent_yes" : "one.withdraw_yes")}
      </Button>
      <Button kind="plain" onClick={onClose}>
        {t("cancel")}
      </Button>
    </Sheet>
  );
}
