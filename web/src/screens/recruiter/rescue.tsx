/** Everything unsent as one locked file, and the way such a file comes in. */
import { drafts } from "../../state/drafts";
import { makeRescue } from "../../state/rescue";
import { t } from "../../text";
import { Card } from "../../ui/card";
import { usePage } from "../../ui/page-title";
import { HandIn } from "../sign-in/hand-in";
import { RescueFile } from "../sign-in/rescue-file";
import { PageFrame } from "./page-frame";

export function Rescue() {
  const heading = usePage(t("rescue.title"));
  return (
    <PageFrame name={t("send.title")} up="/send">
      <h1 ref={heading} tabIndex={-1}>
        {t("rescue.title")}
      </h1>
      <RescueFile make={makeRescue}>
        {drafts.value.length > 0 && (
          <p class="hint num">{t("rescue.drafts", { n: drafts.value.length })}</p>
        )}
      </RescueFile>
      <Card heading={t("rescue.give")}>
        <HandIn />
      </Card>
    </PageFrame>
  );
}
