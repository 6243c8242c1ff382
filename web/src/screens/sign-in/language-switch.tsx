import { language } from "../../state/settings";

/** The other language in its own words. */
export function LanguageSwitch() {
  const other = language.value === "id" ? "en" : "id";
  return (
    <button
      type="button"
      class="link"
      lang={other}
      onClick={() => {
        language.value = other;
      }}
    >
      {other === "id" ? "Indonesia" : "English"}
    </button>
  );
}
