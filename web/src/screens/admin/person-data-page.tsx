/** One person's data: the whole history, the access file, and erasing on request. */
import { useEffect, useState } from "preact/hooks";
import { codeOf } from "../../domain/code";
import { saveFile } from "../../state/approved";
import { accessFile, type Found, type Whole, wholeHistory } from "../../state/proof";
import { eraseAsked } from "../../state/registrations";
import { d } from "../../text/desk";
import { p } from "../../text/proof";
import { DeskButton, IconButton } from "../../ui/desk-parts";
import { Sheet } from "../../ui/sheet";
import { clinicName, nameOf } from "../desk/names";
import { moment } from "../desk/show";
import { WholeHistory } from "../desk/whole-history";

export function PersonDataPage({ id, onBack }: { id: string; onBack: () => void }) {
  const [whole, setWhole] = useState<Whole | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    void wholeHistory(id).then((answer) => {
      if (answer.kind === "ok") setWhole(answer.body);
      else setSaid(d(`load.${answer.kind}`));
    });
  }, [id]);
  async function make() {
    const answer = await accessFile(id);
    if (answer.kind !== "ok") return setSaid(d(`load.${answer.kind}`));
    saveFile(answer.file, answer.name);
    setSaid(p("access.done"));
  }
  const found = whole?.registration;
  return (
    <article class="pane across" aria-labelledby="record-name">
      <header class="pane-head">
        <IconButton icon="back" label={d("back")} onClick={onBack} />
        <div class="pane-title">
          <h1 id="record-name">{found?.name ?? p(found ? "erased_one" : "room.people_data")}</h1>
          <p class="meta num">{p("reference", { id: codeOf(id) })}</p>
        </div>
      </header>
      <div class="scroll wide person-page">
        <div class="stack">
          {found && <Facts of={found} />}
          {found && <p class="meta">{p("access.more")}</p>}
        </div>
        {whole && <WholeHistory of={whole} />}
      </div>
      <footer class="foot">
        <a class="desk-button" href={`/processing/${id}`}>
          {p("processing.open")}
        </a>
        <span class="push" />
        <span class="meta" role="status">
          {said}
        </span>
        {found && !found.erased && (
          <DeskButton kind="stop" icon="ban" onClick={() => setAsking(true)}>
            {p("erase.do")}
          </DeskButton>
        )}
        {found && (
          <DeskButton kind="main" icon="result" onClick={() => void make()}>
            {p("access.make")}
          </DeskButton>
        )}
      </footer>
      {asking && found && (
        <EraseSheet
          of={found}
          onErased={() => {
            setAsking(false);
            setSaid(p("erase.done"));
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </article>
  );
}

function Facts({ of }: { of: Found }) {
  return (
    <section class="box">
      <p>
        <b class="tabular">{of.nik ?? p("erased_one")}</b>
      </p>
      <p class="meta">
        {clinicName(of.clinic)} · {nameOf(of.recruiter)} · {moment(of.received_at)}
      </p>
      {of.erased && (
        <p>
          {p("kind.erase")}: {moment(of.erased.at)}. {of.erased.kept && p("kept_by_law")}
        </p>
      )}
    </section>
  );
}

interface EraseProps {
  of: Found;
  onErased: () => void;
  onClose: () => void;
}

/** Not undone, so the reference is typed: nobody erases the wrong one of two open pages. */
function EraseSheet({ of, onErased, onClose }: EraseProps) {
  const [typed, setTyped] = useState("");
  const code = codeOf(of.id);
  const sure = typed.trim().toUpperCase() === code;
  return (
    <Sheet title={p("erase.ask", { name: of.name ?? code })} onClose={onClose}>
      <p>{p("erase.more")}</p>
      <p class="meta">{p("erase.law")}</p>
      <label for="erase-code">{p("erase.type", { code })}</label>
      <input
        id="erase-code"
        class="desk-input"
        autocomplete="off"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <div class="row">
        <span class="push" />
        <DeskButton onClick={onClose}>{d("cancel")}</DeskButton>
        <DeskButton
          kind="sure"
          icon="ban"
          off={sure ? null : p("erase.typed_wrong")}
          onClick={() => void eraseAsked(of.id, of.version).then(onErased)}
        >
          {p("erase.sure")}
        </DeskButton>
      </div>
    </Sheet>
  );
}
