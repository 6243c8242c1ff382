/** A series of codes, one at a time, for a colleague's camera. Dark on light in either theme: cameras need it. */
import { useState } from "preact/hooks";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { QrCode } from "../../ui/qr";

export function Codes({ of, onDone }: { of: readonly string[]; onDone: () => void }) {
  const [at, setAt] = useState(0);
  const place = { n: at + 1, of: of.length };
  const last = at === of.length - 1;
  return (
    <>
      <QrCode letters={of[at] ?? ""} label={t("courier.code_label", place)} />
      <p class="num" aria-live="polite">
        <b>{t("courier.code_of", place)}</b>
      </p>
      <p class="hint">{t("courier.code_hint")}</p>
      {last ? (
        <Button kind="main" icon="check" onClick={onDone}>
          {t("courier.code_done")}
        </Button>
      ) : (
        <Button kind="main" onClick={() => setAt(at + 1)}>
          {t("courier.code_next")}
        </Button>
      )}
      {at > 0 && <Button onClick={() => setAt(at - 1)}>{t("courier.code_before")}</Button>}
    </>
  );
}
