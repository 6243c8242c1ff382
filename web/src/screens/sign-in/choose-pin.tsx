/** A new PIN, typed twice: after the first sign-in, after the password, and for what an older app has left. */
import { setPin } from "../../state/session";
import { t } from "../../text";
import { NewPin } from "./new-pin";

export function ChoosePin({ name }: { name: string }) {
  const chosen = async (pin: string) => {
    try {
      const refused = await setPin(pin);
      return refused?.kind === "weak" ? t(`pin.weak_${refused.why}`) : null;
    } catch {
      return t("pin.no_store"); // the phone's database cannot be opened
    }
  };
  return (
    <>
      <p class="hint">{t("pin.new_lead")}</p>
      <NewPin label={t("pin.new", { name })} onChosen={chosen} />
    </>
  );
}
