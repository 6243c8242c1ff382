/** What a table to be taken in looks like: shown, and to be downloaded and filled in. */
import { type ImportKind, saveFile } from "../../state/approved";
import { a } from "../../text/desk-after";
import { DeskButton } from "../../ui/desk-parts";

export function ImportExample({ kind }: { kind: ImportKind }) {
  const table = a(`example.${kind}`);
  const [heads = [], ...rows] = table.split("\n").map((line) => line.split(","));
  const save = () => saveFile(new Blob([`\ufeff${table}\n`], { type: "text/csv" }), `${kind}.csv`);
  return (
    <section class="box">
      <header class="row wrap">
        <h2>{a("example.title")}</h2>
        <span class="push" />
        <DeskButton small onClick={save}>
          {a("example.save")}
        </DeskButton>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys. */}
      <section class="scroll" tabIndex={0} aria-label={a("example.title")}>
        <table class="desk-table figures">
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.join()}>
                {row.map((cell, i) => (
                  <td key={heads[i]} class="tabular">
                    {cell || "–"}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
