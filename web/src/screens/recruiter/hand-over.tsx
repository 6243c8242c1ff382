/** Giving what waits to a colleague's phone: as a file, or as codes on the screen. */
import { useEffect, useState } from "preact/hooks";
import { codesOf, entrusted, type Handover, readyToEntrust } from "../../state/courier";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { Note } from "../../ui/message";
import { Sheet } from "../../ui/sheet";
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
          {ready.texts.length > 0 && <Files of={ready} onDone={done} />}
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

/** The system's share sheet where it takes files, else files to keep. */
function Files({ of, onDone }: { of: Handover; onDone: () => void }) {
  const shared = filesOf(of, ".txt");
  // Made ready before the tap, since a share sheet opens only at once after one.
  const can = navigator.canShare?.({ files: shared }) ?? false;
  async function share() {
    const gone = await navigator.share({ files: shared }).then(
      () => true,
      () => false, // closed without a choice
    );
    if (gone) onDone();
  }
  function save() {
    for (const file of filesOf(of)) download(file);
    onDone();
  }
  return (
    <>
      {can && (
        <Button kind="main" icon="share" onClick={() => void share()}>
          {t("courier.share")}
        </Button>
      )}
      <Button kind={can ? "outlined" : "main"} icon="download" onClick={save}>
        {t("courier.save")}
      </Button>
      {!can && <p class="hint">{t("courier.save_hint")}</p>}
    </>
  );
}

/** Browsers share only files whose ending they know, so a shared one is called a text (P94). */
function filesOf({ texts, at }: Handover, ending = ""): File[] {
  const stem = `titipan-${at.slice(0, 16).replace(/\D/g, "")}`;
  const type = ending ? "text/plain" : "application/octet-stream";
  return texts.map((text, i) => new File([text], `${stem}-${i + 1}.perisai${ending}`, { type }));
}

function download(file: File): void {
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // long after the browser has read it
}
