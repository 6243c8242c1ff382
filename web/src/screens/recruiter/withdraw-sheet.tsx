/** Withdrawing asks once, names the person, and wants a reason. */
import { useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { withdraw } from "../../state/registrations";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/field";
import { Note } from "../../ui/message";
import { Sheet } from "../../ui/sheet";

export function WithdrawSheet({ one, onClose }: { one: Projected; onClose: () => void }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [other, setOther] = useState("");
  const [said, setSaid] = useState<"no_reason" | "failed" | null>(null);
  const reasons = [t("one.withdraw_own"), t("one.withdraw_twice"), t("one.withdraw_else")];
  const own = chosen === t("one.withdraw_else");
  const go = async () => {
    const reason = (own ? other : (chosen ?? "")).trim();
    if (reason === "") return setSaid("no_reason");
    try {
      await withdraw(one.id, reason);
      onClose();
    } catch {
      setSaid("failed");
    }
  };
  return (
    <Sheet title={t("one.withdraw_ask", { name: one.units.name.full_name })} onClose={onClose}>
      <p class="quiet-text">{t("one.withdraw_text")}</p>
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
        {t("one.withdraw_yes")}
      </Button>
      <Button kind="plain" onClick={onClose}>
        {t("cancel")}
      </Button>
    </Sheet>
  );
}
