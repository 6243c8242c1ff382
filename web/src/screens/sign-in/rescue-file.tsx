/** Everything unsent of one person as one locked file; it needs no room on the phone, and at the door no PIN. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { MadeRescue } from "../../state/rescue";
import { t } from "../../text";
import { Note } from "../../ui/message";
import { Files, filesOf, stemOf } from "./files";

interface RescueFileProps {
  make: () => Promise<MadeRescue | null>;
  /** What is not in it, in words. */
  children?: ComponentChildren;
}

export function RescueFile({ make, children }: RescueFileProps) {
  const [made, setMade] = useState<MadeRescue | null | "making" | "failed">("making");
  const [saved, setSaved] = useState(false);
  useEffect(() => void make().then(setMade, () => setMade("failed")), []);
  return (
    <>
      <p>{t("rescue.lead")}</p>
      {made === "making" && <p role="status">{t("courier.making")}</p>}
      {made === "failed" && <Note tone="warning">{t("rescue.failed")}</Note>}
      {made === null && <Note tone="warning">{t("courier.not_yet")}</Note>}
      {typeof made === "object" && made && (
        <Made of={made} onDone={() => setSaved(true)}>
          {children}
        </Made>
      )}
      <div role="status">{saved && <Note tone="good">{t("rescue.made")}</Note>}</div>
    </>
  );
}

interface MadeProps {
  of: MadeRescue;
  onDone: () => void;
  children: ComponentChildren;
}

function Made({ of, onDone, children }: MadeProps) {
  const { operations, photos, left, lines, made_at } = of;
  const locked = left > 0 && <Note tone="warning">{t("rescue.left", { n: left })}</Note>;
  if (operations + photos === 0) {
    return locked || <Note tone="good">{t("rescue.nothing")}</Note>;
  }
  const parts = lines.map((line) => `${line}\n`);
  return (
    <>
      <p class="strong num">{t("rescue.what", { n: operations, m: photos })}</p>
      {locked}
      {children}
      <Files
        named={(ending) => filesOf(stemOf("selamatkan", made_at), [parts], ending)}
        hint={t("rescue.save_hint")}
        onDone={onDone}
      />
    </>
  );
}
