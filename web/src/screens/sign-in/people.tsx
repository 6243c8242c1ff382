/** Several people on one phone: who is it now? Each one's work is still there. */
import { useLocation } from "preact-iso";
import { choosePerson, people } from "../../state/session";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { Rows } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Initials } from "../../ui/initials";
import { Mark } from "../../ui/mark";
import { usePage } from "../../ui/page-title";
import { LanguageSwitch } from "./language-switch";

export function People({ onOther }: { onOther: () => void }) {
  const heading = usePage(t("people.title"));
  const { route } = useLocation();
  const choose = async (account: string) => {
    route("/", true);
    if ((await choosePerson(account)) === "sign_in_needed") onOther();
  };
  return (
    <div class="screen">
      <header class="app-bar">
        <Mark />
        <span class="name">{t("app")}</span>
        <LanguageSwitch />
      </header>
      <main class="page">
        <h1 ref={heading} tabIndex={-1}>
          {t("people.title")}
        </h1>
        <Rows>
          {people.value.map((one) => (
            <button
              key={one.account}
              type="button"
              class="item"
              onClick={() => void choose(one.account)}
            >
              <Initials name={one.name} large />
              <span class="words">
                <span class="name clip">{one.name}</span>
                <span class="caption clip">
                  {t(`role.${one.role}`)} ·{" "}
                  {one.unsent > 0 ? t("unsent", { n: one.unsent }) : t("people.all_sent")}
                </span>
              </span>
              <Icon name="next" size={20} />
            </button>
          ))}
        </Rows>
        <Button onClick={onOther}>{t("people.other")}</Button>
      </main>
    </div>
  );
}
