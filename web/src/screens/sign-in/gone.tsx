/** The browser has cleared this phone's memory of somebody: what is gone, what is not, and the way on. */
import { gone, readGone } from "../../state/gone";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { Mark } from "../../ui/mark";
import { Message, Note } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import { LanguageSwitch } from "./language-switch";

export function Gone() {
  const heading = usePage(t("gone.title"));
  return (
    <div class="screen">
      <header class="app-bar">
        <Mark />
        <span class="name">{t("app")}</span>
        <LanguageSwitch />
      </header>
      <main class="page">
        <h1 ref={heading} tabIndex={-1}>
          {t("gone.title")}
        </h1>
        <p>{t("gone.what")}</p>
        {gone.value.map(({ account, name, trace }) => (
          <Message key={account} tone={trace?.unsent === 0 ? "good" : "heed"} title={name}>
            {told(trace)}
          </Message>
        ))}
        <Note tone="good">{t("gone.safe")}</Note>
        <Note tone="quiet-note">{t("gone.next")}</Note>
        <Note tone="quiet-note">{t("gone.keep")}</Note>
        <Button kind="main" onClick={() => void readGone()}>
          {t("gone.go")}
        </Button>
      </main>
    </div>
  );
}

function told(trace: (typeof gone.value)[number]["trace"]): string {
  if (trace === null) return t("gone.unknown");
  return trace.unsent > 0 ? t("gone.unsent", { n: trace.unsent }) : t("gone.nothing");
}
