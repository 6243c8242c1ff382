import { englishMissing, language, speak } from "../../state/settings";
import { t } from "../../text";

/** The other language in its own words. */
export function LanguageSwitch() {
  const other = language.value === "id" ? "en" : "id";
  return (
    <>
      <button
        type="button"
        class="link"
        lang={other}
        onClick={() => {
          void speak(other);
        }}
      >
        {other === "id" ? "Indonesia" : "English"}
      </button>
      {englishMissing.value && <p role="status">{t("settings.english_missing")}</p>}
    </>
  );
}
