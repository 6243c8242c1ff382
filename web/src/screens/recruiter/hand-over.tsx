/** Giving what waits to a colleague's phone: as a file, or as codes on the screen. */
import { useEffect, useState } from "preact/hooks";
import { codesOf, entrusted, type Handover, readyToEntrust } from "../../state/courier";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { Note } from "../../ui/message";
import { Sheet } from "../../ui/sheet";
import { Files, filesOf, stemOf } from "../sign-in/files";
import { Codes } from "./codes";

/** `null`: this phone has not met the server since it can do this. */
type Ready = Handover | null | "making";

export function HandOver({ onClose }: { onClose: () => void }) {
  const [ready, setReady] = useState<Ready>("making");
  const [codes, setCodes] = useState<string[] | null | "file">("file");
  useEffect(() => void readyToEntrust().then(setReady), []);
  async function showCodes() {
    const small = await readyToEntrust("codes");
    setCodes(small && (await codesOf(small)));
  }
  if (ready === "making" || ready === null) {
    return (
      <Sheet title={t("courier.give")} onClose={onClose}>
        {ready === null ? (
          <Note tone="warning">{t("courier.not_yet")}</Note>
        ) : (
          <p>{t("courier.making")}</p>
        )}
      </Sheet>
    );
  }
  const done = () => void entrusted(ready).then(onClose);
  return (
    <Sheet title={t("courier.give")} onClose={onClose} tall={Array.isArray(codes)}>
      {Array.isArray(codes) ? (
        <Codes of={codes} onDone={done} />
      ) : (
        <>
          <p>
            <b>{t("courier.what", { n: ready.numbers.length })}</b>
          </p>
          <p>{t("courier.promise")}</p>
          {ready.texts.length > 0 && (
            <Files
              named={(ending) => filesOf(stemOf("titipan", ready.at), parts(ready), ending)}
              hint={t("courier.save_hint")}
              onDone={done}
            />
          )}
          {codes === null ? (
            <Note tone="quiet-note">{t("courier.too_many")}</Note>
          ) : (
            <Button icon="scan" onClick={() => void showCodes()}>
              {t("courier.codes")}
            </Button>
          )}
        </>
      )}
    </Sheet>
  );
}

const parts = ({ texts }: Handover) => texts.map((text) => [text]);
