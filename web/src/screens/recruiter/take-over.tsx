/** Taking a colleague's work over to carry it: from a file, or by the camera. */
import { useRef, useState } from "preact/hooks";
import { type TakenIn, takeInFiles } from "../../state/courier";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { Note } from "../../ui/message";
import { Sheet } from "../../ui/sheet";
import { Scan } from "./scan";

export function TakeOver({ onClose }: { onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [results, setResults] = useState<readonly TakenIn[]>([]);
  const [scanning, setScanning] = useState(false);
  const canScan = "BarcodeDetector" in window && navigator.mediaDevices !== undefined;
  return (
    <Sheet title={t("courier.take")} onClose={onClose}>
      {scanning ? (
        <Scan
          onDone={(result) => {
            setScanning(false);
            setResults([result]);
          }}
        />
      ) : (
        <>
          <p>{t("courier.take_hint")}</p>
          <div role="status">
            {[...new Set(results)].map((result) => (
              <Note key={result} tone={result === "taken_in" ? "good" : "warning"}>
                {t(`courier.in.${result}`)}
              </Note>
            ))}
          </div>
          <input
            ref={input}
            hidden
            type="file"
            multiple
            aria-label={t("courier.pick")}
            onChange={(event) => {
              const { currentTarget } = event;
              const files = [...(currentTarget.files ?? [])];
              void takeInFiles(files).then((came) => {
                setResults(came);
                currentTarget.value = ""; // the same file may be chosen again
              });
            }}
          />
          <Button kind="main" icon="file" onClick={() => input.current?.click()}>
            {t("courier.pick")}
          </Button>
          {canScan ? (
            <Button icon="scan" onClick={() => setScanning(true)}>
              {t("courier.scan")}
            </Button>
          ) : (
            <p class="hint">{t("courier.scan_not")}</p>
          )}
        </>
      )}
    </Sheet>
  );
}
