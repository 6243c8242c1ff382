/** Files that leave the phone by somebody's hand: by the system's share sheet where it takes them, else saved. */
import { t } from "../../text";
import { Button } from "../../ui/button";

interface FilesProps {
  /** Browsers share only files whose ending they know, so a shared one is called a text (P94): `ending` is added. */
  named: (ending: ".txt" | "") => File[];
  /** Where there is no share sheet. */
  hint: string;
  onDone: () => void;
}

export function Files({ named, hint, onDone }: FilesProps) {
  const shared = named(".txt");
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
    for (const file of named("")) download(file);
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
      {!can && <p class="hint">{hint}</p>}
    </>
  );
}

/** A name with the moment in it, for people to tell files apart. */
export function stemOf(name: string, at: string): string {
  return `${name}-${at.slice(0, 16).replace(/\D/g, "")}`;
}

/** Texts as files of one stem; each part may be many pieces long. */
export function filesOf(stem: string, texts: readonly BlobPart[][], ending: string): File[] {
  const type = ending ? "text/plain" : "application/octet-stream";
  return texts.map((text, i) => new File(text, `${stem}-${i + 1}.perisai${ending}`, { type }));
}

function download(file: File): void {
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // long after the browser has read it
}
