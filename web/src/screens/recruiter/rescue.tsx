/** Everything unsent as one locked file, and the way such a file comes in. It needs no room on the phone. */
import { useEffect, useState } from "preact/hooks";
import { drafts } from "../../state/drafts";
import { type MadeRescue, makeRescue } from "../../state/rescue";
import { t } from "../../text";
import { Card } from "../../ui/card";
import { Note } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import { HandIn } from "../sign-in/hand-in";
import { Files, filesOf, stemOf } from "./files";
import { PageFrame } from "./page-frame";

type Making = MadeRescue | null | "making" | "failed";

export function Rescue() {
  const heading = usePage(t("rescue.title"));
  const [made, setMade] = useState<Making>("making");
  const [saved, setSaved] = useState(false);
  useEffect(() => void makeRescue().then(setMade, () => setMade("failed")), []);
  return (
    <PageFrame name={t("send.title")} up="/send">
      <h1 ref={heading} tabIndex={-1}>
        {t("rescue.title")}
      </h1>
      <p>{t("rescue.lead")}</p>
      {made === "making" && <p role="status">{t("courier.making")}</p>}
      {made === "failed" && <Note tone="warning">{t("rescue.failed")}</Note>}
      {made === null && <Note tone="warning">{t("courier.not_yet")}</Note>}
      {typeof made === "object" && made && <Made of={made} onDone={() => setSaved(true)} />}
      {saved && <Note tone="good">{t("rescue.made")}</Note>}
      <Card heading={t("rescue.give")}>
        <HandIn />
      </Card>
    </PageFrame>
  );
}

function Made({ of, onDone }: { of: MadeRescue; onDone: () => void }) {
  const { operations, photos, lines, made_at } = of;
  if (operations + photos === 0) return <Note tone="good">{t("rescue.nothing")}</Note>;
  const parts = lines.map((line) => `${line}\n`);
  return (
    <>
      <p class="strong num">{t("rescue.what", { n: operations, m: photos })}</p>
      {drafts.value.length > 0 && (
        <p class="hint num">{t("rescue.drafts", { n: drafts.value.length })}</p>
      )}
      <Files
        named={(ending) => filesOf(stemOf("selamatkan", made_at), [parts], ending)}
        hint={t("rescue.save_hint")}
        onDone={onDone}
      />
    </>
  );
}
