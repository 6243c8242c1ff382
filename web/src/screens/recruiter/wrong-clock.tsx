/** A phone whose battery was out may stand in 1970: ages and months would be wrong, so it is said (P155). */
import { today } from "../../state/registrations";
import { t } from "../../text";
import { Message } from "../../ui/message";
import { longDate } from "./words";

/** No clock that is right can stand before this app was made. */
const MADE = "2026-01-01";

export function WrongClock() {
  if (today.value >= MADE) return null;
  return (
    <Message tone="heed" title={t("clock.wrong", { date: longDate(today.value) })}>
      {t("clock.wrong_text")}
    </Message>
  );
}
