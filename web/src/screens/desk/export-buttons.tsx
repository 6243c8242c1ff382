/** A table as a file: CSV or XLSX, recorded by the server under the name of who asks. */
import { useState } from "preact/hooks";
import { saveTable } from "../../state/approved";
import { language } from "../../text";
import { a } from "../../text/desk-after";
import { DeskButton } from "../../ui/desk-parts";

interface ExportProps {
  name: string;
  query: Readonly<Record<string, string | null>>;
}

export function ExportButtons({ name, query }: ExportProps) {
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  async function save(format: "csv" | "xlsx") {
    setBusy(true);
    const problem = await saveTable(name, { ...query, format, language: language.value });
    setBusy(false);
    setFailed(problem !== null);
  }
  const off = busy ? a("export.recorded") : null;
  return (
    <>
      <span class="row exports">
        <DeskButton small off={off} onClick={() => void save("csv")}>
          {a("export.csv")}
        </DeskButton>
        <DeskButton small off={off} onClick={() => void save("xlsx")}>
          {a("export.xlsx")}
        </DeskButton>
      </span>
      <span class="meta" role="status">
        {a(failed ? "export.failed" : "export.recorded")}
      </span>
    </>
  );
}
