/** How the app is put on the home screen, in pictures: one tap where the browser asks by itself, else by its menu. */
import { installed, promptInstall } from "../../state/storage";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Note } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import { PageFrame } from "./page-frame";

const STEPS = ["menu", "choose", "open"] as const;
type Step = (typeof STEPS)[number];

export function Install() {
  const heading = usePage(t("install.title"));
  const ask = promptInstall.value;
  return (
    <PageFrame name={t("send.title")} up="/send">
      <h1 ref={heading} tabIndex={-1}>
        {t("install.title")}
      </h1>
      <p>{t("install.why")}</p>
      {installed.value && <Note tone="good">{t("install.done")}</Note>}
      {ask && (
        <Button kind="main" icon="download" onClick={() => void ask()}>
          {t("send.install")}
        </Button>
      )}
      <Card heading={t(ask ? "install.else" : "install.how")}>
        <ol class="picture-steps">
          {STEPS.map((step, i) => (
            <li key={step}>
              <Picture of={step} />
              <p>
                <b class="num">{i + 1}.</b> {t(`install.step_${step}`)}
              </p>
            </li>
          ))}
        </ol>
      </Card>
      <p class="hint">{t("install.offline")}</p>
    </PageFrame>
  );
}

/** A phone with what is to be touched marked; the words beside it say the same. */
function Picture({ of }: { of: Step }) {
  return (
    <svg class="phone-picture" viewBox="0 0 72 120" aria-hidden="true">
      <rect x="2" y="2" width="68" height="116" rx="9" class="body" />
      {of === "open" ? (
        <>
          {[14, 46].map((x) => (
            <rect key={x} x={x} y="20" width="13" height="13" rx="4" class="thing" />
          ))}
          <rect x="14" y="52" width="44" height="44" rx="12" class="mark" />
          <path class="sign" d="m36 60 13 5v9c0 8-6 12-13 15-7-3-13-7-13-15v-9zM30 74l5 5 8-9" />
        </>
      ) : (
        <>
          <rect x="8" y="12" width="42" height="10" rx="5" class="thing" />
          <path class="dots" d="M60 13v.1M60 17v.1M60 21v.1" />
          {of === "menu" ? (
            <>
              <circle cx="60" cy="17" r="9" class="ring" />
              <path class="thing" d="M10 36h52v4H10zM10 48h40v4H10zM10 60h46v4H10z" />
            </>
          ) : (
            <>
              <rect x="20" y="26" width="46" height="66" rx="4" class="menu" />
              <path class="thing" d="M26 34h28v4H26zM26 46h34v4H26zM26 80h22v4H26z" />
              <rect x="20" y="56" width="46" height="17" class="mark" />
              <path class="sign" d="M29 60v8m-3-3 3 3 3-3M38 64.5h22" />
            </>
          )}
        </>
      )}
    </svg>
  );
}
