/** The record of processing (P176): who read, took out or erased whose data, and what for. */
import { useEffect, useState } from "preact/hooks";
import { codeOf } from "../../domain/code";
import { type Processed, processingPage } from "../../state/proof";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { p } from "../../text/proof";
import { DeskButton, Empty, FilterSelect } from "../../ui/desk-parts";
import { useLocation, useRoute } from "../../ui/router";
import { deviceLabel, nameOf } from "../desk/names";
import { moment } from "../desk/show";

const ACTS = [
  "photo",
  "search",
  "history",
  "access_file",
  "export",
  "import",
  "statement",
  "retention",
] as const satisfies Processed["act"][];

interface Wanted {
  account: string | null;
  act: string | null;
}
interface List {
  rows: readonly Processed[];
  next: number | null;
}

export function ProcessingRoom() {
  const { route } = useLocation();
  const { id } = useRoute().params;
  const [wanted, setWanted] = useState<Wanted>({ account: null, act: null });
  const [list, setList] = useState<List | null>(null);
  const [problem, setProblem] = useState<"offline" | "refused" | null>(null);
  async function look(at: Wanted, more: List | null = null) {
    setWanted(at);
    const query = { ...at, registration: id ?? null, before: more?.next ?? null };
    const asked = Object.entries(query).flatMap(([k, v]) => (v === null ? [] : [[k, String(v)]]));
    const answer = await processingPage(Object.fromEntries(asked));
    if (answer.kind !== "ok") return setProblem(answer.kind);
    setProblem(null);
    setList({ rows: [...(more?.rows ?? []), ...answer.body.items], next: answer.body.next });
  }
  useEffect(() => void look(wanted), [id]);
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{p("room.processing")}</h1>
        <span class="push" />
        <Filters wanted={wanted} onLook={(at) => void look(at)} />
        <DeskButton small onClick={() => void look(wanted)}>
          {d("reload")}
        </DeskButton>
      </header>
      <p class="meta">{p("processing.lead")}</p>
      {id && (
        <p class="row">
          <span>{p("processing.only", { id: codeOf(id) })}</span>
          <DeskButton small kind="bare" onClick={() => route("/processing")}>
            {p("processing.every")}
          </DeskButton>
        </p>
      )}
      {problem && <p class="notice plain">{d(`load.${problem}`)}</p>}
      {list && list.rows.length === 0 && (
        <Empty icon="history" title={p("processing.none")}>
          {p("processing.none_more")}
        </Empty>
      )}
      {list && list.rows.length > 0 && <Table rows={list.rows} />}
      {list?.next && (
        <DeskButton onClick={() => void look(wanted, list)}>{p("search.more")}</DeskButton>
      )}
    </div>
  );
}

function Filters({ wanted, onLook }: { wanted: Wanted; onLook: (wanted: Wanted) => void }) {
  const people = person.value?.me.people ?? [];
  return (
    <span class="row wrap">
      <FilterSelect
        label={p("processing.who")}
        all={p("processing.all_people")}
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={wanted.account}
        onChange={(account) => onLook({ ...wanted, account })}
      />
      <FilterSelect
        label={p("processing.what")}
        all={p("processing.all_acts")}
        options={ACTS.map((value) => ({ value, label: p(`act.${value}`) }))}
        value={wanted.act}
        onChange={(act) => onLook({ ...wanted, act })}
      />
    </span>
  );
}

function Table({ rows }: { rows: readonly Processed[] }) {
  return (
    <div class="box flush scroll">
      <table class="desk-table">
        <thead>
          <tr>
            <th scope="col">{p("processing.when")}</th>
            <th scope="col">{p("processing.who")}</th>
            <th scope="col">{p("processing.what")}</th>
            <th scope="col">{p("processing.why")}</th>
            <th scope="col">{p("processing.whose")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number}>
              <td class="tabular">{moment(row.at)}</td>
              <th scope="row">
                {row.account ? nameOf(row.account) : p("processing.server")}
                {row.device && <small class="meta block">{deviceLabel(row.device)}</small>}
              </th>
              <td>{p(`act.${row.act}`)}</td>
              <td>{p(`purpose.${row.purpose}`)}</td>
              <td>
                <About row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Registrations by their reference, each with its own page; many are counted. */
function About({ row: { registrations, more } }: { row: Processed }) {
  if (registrations.length > 3) {
    return <>{p(more ? "processing.many" : "processing.count", { n: registrations.length })}</>;
  }
  return (
    <>
      {registrations.map((id) => (
        <a key={id} class="block num" href={`/data/${id}`}>
          {codeOf(id)}
        </a>
      ))}
    </>
  );
}
