/** A table is taken in: chosen, looked at with each flaw by its row, and only then saved. */

import { whole } from "../../domain/format";
import type { ImportAnswer, ImportKind } from "../../state/approved";
import { language } from "../../text";
import { d } from "../../text/desk";
import { type AfterKey, a, isAfterText } from "../../text/desk-after";
import { DeskButton, IconButton } from "../../ui/desk-parts";
import { useLocation, useRoute } from "../../ui/router";
import { ImportExample } from "./import-example";
import { type Import, savePasswords, useImport } from "./importing";

const BACK: Record<ImportKind, string> = {
  payments: "/approved",
  accounts: "/accounts",
  clinics: "/accounts",
};

export function ImportPage() {
  const { route } = useLocation();
  const { kind: asked = "" } = useRoute().params;
  const kind: ImportKind = asked in BACK ? (asked as ImportKind) : "payments";
  const importing = useImport(kind);
  const { state } = importing;
  return (
    <article class="pane across" aria-labelledby="record-name">
      <header class="pane-head">
        <IconButton icon="back" label={d("back")} onClick={() => route(BACK[kind])} />
        <div class="pane-title">
          <h1 id="record-name" class="record-name">
            {a(`import.${kind}`)}
          </h1>
        </div>
      </header>
      <div class="scroll wide">
        {state.kind === "choosing" && (
          <section class="box">
            <p>{a(`import.${kind}_more`)}</p>
            {state.problem && (
              <p class="notice plain" role="alert">
                {state.problem === "cut" ? a("import.cut") : d(`load.${state.problem}`)}
              </p>
            )}
            <ChooseFile onChoose={importing.choose} />
          </section>
        )}
        {state.kind === "choosing" && <ImportExample kind={kind} />}
        {state.kind === "sending" && (
          <p class="box" role="status">
            {a(`import.${state.at.step}`, { n: state.at.rows })}
          </p>
        )}
        {state.kind === "answered" && <Answer answer={state.answer} importing={importing} />}
      </div>
    </article>
  );
}

function ChooseFile({ onChoose }: { onChoose: (file: File) => void }) {
  return (
    <label class="desk-button main file-button">
      {a("import.choose")}
      <input
        type="file"
        class="unseen"
        accept=".csv,.txt,.tsv,.xlsx"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) onChoose(file);
        }}
      />
    </label>
  );
}

function Answer({ answer, importing }: { answer: ImportAnswer; importing: Import }) {
  const { state, take, known, wrong, left_out, unused } = answer;
  if (state === "unfit") {
    const key = `unfit.${answer.why}`;
    return (
      <section class="box">
        <p class="notice plain" role="alert">
          {words(key, limit(answer.detail ?? ""))}
        </p>
        <DeskButton onClick={importing.again}>{a("import.again")}</DeskButton>
      </section>
    );
  }
  const done = state === "taken";
  const counts: readonly [AfterKey, number][] = [
    [done ? "import.taken_n" : "import.take_n", take],
    ["import.known_n", known],
    ["import.wrong_n", wrong],
    ["import.left_out_n", left_out],
  ];
  return (
    <>
      <section class="box">
        <div role="status">
          <h2>{a(`import.${state}`)}</h2>
        </div>
        <ul class="plain-list">
          {counts
            .filter(([, n]) => n > 0)
            .map(([key, n]) => (
              <li key={key}>{a(key, { n })}</li>
            ))}
        </ul>
        {unused.length > 0 && (
          <p class="meta">{a("import.unused", { names: unused.join(", ") })}</p>
        )}
        {!done && take === 0 && <p>{a("import.nothing")}</p>}
        <div class="row">
          <DeskButton onClick={importing.again}>{a("import.again")}</DeskButton>
          {!done && take > 0 && (
            <DeskButton kind="main" onClick={importing.take}>
              {a("import.take", { n: take })}
            </DeskButton>
          )}
        </div>
      </section>
      {answer.passwords.length > 0 && <Passwords answer={answer} />}
      {answer.errors.length > 0 && <Flaws answer={answer} />}
    </>
  );
}

function Flaws({ answer: { errors } }: { answer: ImportAnswer }) {
  return (
    <section class="box flush scroll">
      <table class="desk-table">
        <caption class="meta">{a("import.first_errors", { n: errors.length })}</caption>
        <thead>
          <tr>
            <th scope="col" class="num">
              {a("import.row")}
            </th>
            <th scope="col">{a("import.column")}</th>
            <th scope="col">{a("import.mend")}</th>
          </tr>
        </thead>
        <tbody>
          {errors.map(({ row, field, why, detail }) => (
            <tr key={`${row} ${field}`}>
              <td class="num">{row}</td>
              <td>{words(`column.${field}`, "")}</td>
              <td>{words(`why.${why}`, detail ?? "")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A limit as people write figures; any other detail as it is. */
function limit(detail: string): string {
  return /^\d+$/.test(detail) ? whole(Number(detail), language.value) : detail;
}

function words(key: string, detail: string): string {
  return isAfterText(key) ? a(key, { detail }) : key;
}

function Passwords({ answer }: { answer: ImportAnswer }) {
  const header = [a("column.username"), a("column.name"), a("import.password")];
  return (
    <section class="box">
      <p class="notice plain">{a("import.passwords")}</p>
      <DeskButton kind="main" onClick={() => savePasswords(answer, header)}>
        {a("import.passwords_save")}
      </DeskButton>
      <table class="desk-table">
        <thead>
          <tr>
            {header.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.passwords.map(({ username, name, password }) => (
            <tr key={username}>
              <td>{username}</td>
              <td>{name}</td>
              <td class="tabular">{password}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
