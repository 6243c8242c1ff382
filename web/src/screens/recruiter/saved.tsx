/** Saved, in the strict sense: the transaction has come back. Then the slip. */

import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { registrations } from "../../state/registrations";
import { askPersist } from "../../state/storage";
import { t } from "../../text";
import { Button, IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { usePage } from "../../ui/page-title";
import { goBack } from "./going";
import { ShareSlip, Slip } from "./slip";
import { useNewSignUp } from "./start-sign-up";

export function Saved({ id = "" }: { id?: string }) {
  const one = registrations.value.get(id);
  const { route } = useLocation();
  const heading = usePage(t("saved.title"));
  const again = useNewSignUp();
  useEffect(() => void askPersist(), []); // now there is something worth keeping (P154)
  useEffect(() => {
    if (!one) route("/", true);
  }, [one === undefined]);
  if (!one) return null;
  return (
    <div class="screen">
      <header class="app-bar">
        <span class="spread" />
        <IconButton icon="close" label={t("close")} onClick={() => goBack(route, "/")} />
      </header>
      <main class="page saved">
        <span class="seal">
          <Icon name="check" size={24} />
        </span>
        <h1 ref={heading} tabIndex={-1}>
          {t("saved.title")}
        </h1>
        <p class="quiet-text">{t("saved.text")}</p>
        <Slip of={one} />
      </main>
      <div class="below">
        <div class="actions plain">
          <Button kind="main" size="big" icon="add-person" onClick={again}>
            {t("saved.again")}
          </Button>
          <ShareSlip of={one} />
        </div>
      </div>
    </div>
  );
}
