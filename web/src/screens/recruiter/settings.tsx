/** Language, look, habits, and leaving. */
import { useState } from "preact/hooks";
import { regionPath } from "../../domain/regions";
import { person, signOut } from "../../state/session";
import { englishMissing, language, speak, type Theme, theme, workDays } from "../../state/settings";
import { strip } from "../../state/syncing";
import { type Language, t } from "../../text";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Choice, Stepper } from "../../ui/field";
import { usePage } from "../../ui/page-title";
import { Sheet } from "../../ui/sheet";
import { LockRows } from "../sign-in/lock-rows";
import { PageFrame } from "./page-frame";
import { PhoneRows } from "./phone-rows";
import { useRegions } from "./regions";

export function Settings() {
  const heading = usePage(t("settings.title"));
  const [leaving, setLeaving] = useState(false);
  const regions = useRegions();
  const me = person.value?.me;
  if (!me) return null;
  return (
    <PageFrame name={me.account.name} up="/">
      <h1 ref={heading} tabIndex={-1}>
        {t("settings.title")}
      </h1>
      <Card>
        <div class="calculator">
          <Choice<Language>
            id="language"
            label={t("settings.language")}
            value={language.value}
            options={[
              { value: "id", label: "Indonesia" },
              { value: "en", label: "English" },
            ]}
            onChange={(value) => {
              void speak(value);
            }}
          />
          {englishMissing.value && (
            <p class="hint" role="status">
              {t("settings.english_missing")}
            </p>
          )}
          <Choice<Theme>
            id="theme"
            label={t("settings.theme")}
            close
            value={theme.value}
            options={[
              { value: "system", label: t("settings.system") },
              { value: "light", label: t("settings.light") },
              { value: "dark", label: t("settings.dark") },
            ]}
            onChange={(value) => {
              theme.value = value;
            }}
          />
          <Stepper
            label={t("settings.work_days")}
            value={workDays.value}
            min={1}
            max={31}
            onChange={(value) => {
              workDays.value = value;
            }}
          />
        </div>
      </Card>
      <Card heading={t("settings.clinics")}>
        {me.clinics.map((clinic) => (
          <p key={clinic.id}>
            {clinic.name}{" "}
            <span class="hint">
              {regions && regionPath(regions, clinic.district).split(", ")[0]}
            </span>
          </p>
        ))}
      </Card>
      <Card heading={t("pin.lock_title")}>
        <LockRows />
      </Card>
      <PhoneRows />
      <Button icon="out" onClick={() => setLeaving(true)}>
        {t("settings.sign_out")}
      </Button>
      {leaving && <Leave onClose={() => setLeaving(false)} />}
    </PageFrame>
  );
}

function Leave({ onClose }: { onClose: () => void }) {
  const { unsent } = strip.value;
  return (
    <Sheet title={t("settings.sign_out_ask")} onClose={onClose}>
      <p>
        {unsent > 0 ? t("settings.sign_out_safe", { n: unsent }) : t("settings.sign_out_clear")}
      </p>
      <Button kind="main" onClick={() => void signOut()}>
        {t("settings.sign_out")}
      </Button>
      <Button kind="plain" onClick={onClose}>
        {t("cancel")}
      </Button>
    </Sheet>
  );
}
