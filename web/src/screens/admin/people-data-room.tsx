/** Anybody's data, for an admin: found by name or NIK, past the feed; each look is written down (P176). */
import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { Chip } from "../../domain/status";
import { type Found, searchPeople } from "../../state/proof";
import { person } from "../../state/session";
import { t } from "../../text";
import { d } from "../../text/desk";
import { p } from "../../text/proof";
import { DeskButton, Empty, FilterSelect } from "../../ui/desk-parts";
import { clinicName, nameOf } from "../desk/names";
import { moment } from "../desk/show";
import { PersonDataPage } from "./person-data-page";

interface Wanted {
  text: string;
  clinic: string | null;
  status: Found["status"] | null;
}
interface List {
  rows: readonly Found[];
  next: string | null;
}
const STATUSES = [
  "submitted",
  "returned",
  "approved",
  "code_issued",
  "paid",
  "registered",
  "rejected",
  "withdrawn",
] as const satisfies Found["status"][];
const NOTHING: Wanted = { text: "", clinic: null, status: null };

export function PeopleDataRoom() {
  const { route } = useLocation();
  const { id } = useRoute().params;
  if (id) return <PersonDataPage key={id} id={id} onBack={() => route("/data")} />;
  return <PeopleSearch />;
}

function PeopleSearch() {
  const [wanted, setWanted] = useState(NOTHING);
  const [list, setList] = useState<List | null>(null);
  const [problem, setProblem] = useState<"offline" | "refused" | null>(null);
  async function look(at: Wanted, more: List | null = null) {
    setWanted(at);
    const answer = await searchPeople({ ...bodyOf(at), after: more?.next ?? null });
    if (answer.kind !== "ok") return setProblem(answer.kind);
    setProblem(null);
    setList({ rows: [...(more?.rows ?? []), ...answer.body.items], next: answer.body.next });
  }
  useEffect(() => void look(NOTHING), []);
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{p("room.people_data")}</h1>
        <span class="meta">{p("lead")}</span>
      </header>
      <SearchForm wanted={wanted} onLook={(at) => void look(at)} />
      {problem && <p class="notice plain">{d(`load.${problem}`)}</p>}
      {list && list.rows.length === 0 && (
        <Empty icon="users" title={p("search.none")}>
          {p("search.none_more")}
        </Empty>
      )}
      {list && list.rows.length > 0 && <FoundTable rows={list.rows} />}
      {list?.next && (
        <DeskButton onClick={() => void look(wanted, list)}>{p("search.more")}</DeskButton>
      )}
    </div>
  );
}

/** One way of searching at a time: what is typed goes before the filters. */
function bodyOf({ text, clinic, status }: Wanted) {
  const typed = text.trim();
  const digits = typed.replace(/[\s.-]/g, "");
  const none = { nik: null, name: null, clinic: null, status: null };
  if (/^\d{16}$/.test(digits)) return { ...none, nik: digits };
  return typed ? { ...none, name: typed } : { ...none, clinic, status };
}

function SearchForm({ wanted, onLook }: { wanted: Wanted; onLook: (wanted: Wanted) => void }) {
  const [text, setText] = useState(wanted.text);
  const clinics = person.value?.me.clinics ?? [];
  return (
    <form
      class="row wrap"
      onSubmit={(event) => {
        event.preventDefault();
        onLook({ ...NOTHING, text });
      }}
    >
      <input
        class="desk-input search"
        type="search"
        autocomplete="off"
        aria-label={p("search.label")}
        placeholder={p("search.label")}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="desk-button small">
        {p("search.do")}
      </button>
      <FilterSelect
        label={d("people.clinic")}
        all={p("search.all_clinics")}
        options={clinics.map((c) => ({ value: c.id, label: c.name }))}
        value={wanted.clinic}
        onChange={(clinic) => onLook({ ...wanted, text: "", clinic })}
      />
      <FilterSelect
        label={d("people.status")}
        all={d("people.all_statuses")}
        options={STATUSES.map((value) => ({ value, label: statusWords(value) }))}
        value={wanted.status}
        onChange={(status) =>
          onLook({ ...wanted, text: "", status: status as Found["status"] | null })
        }
      />
    </form>
  );
}

export function statusWords(status: Found["status"]): string {
  const chip: Chip = status === "submitted" ? "with_supervisor" : status;
  return t(`chip.${chip}`);
}

function FoundTable({ rows }: { rows: readonly Found[] }) {
  return (
    <div class="box flush scroll">
      <table class="desk-table">
        <thead>
          <tr>
            <th scope="col">{d("people.name")}</th>
            <th scope="col">NIK</th>
            <th scope="col">{d("people.clinic")}</th>
            <th scope="col">{d("people.recruiter")}</th>
            <th scope="col">{d("people.recorded")}</th>
            <th scope="col">{d("people.status")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={`/data/${row.id}`}>{row.name ?? p("erased_one")}</a>
              </th>
              <td class="tabular">{row.nik ?? "–"}</td>
              <td>{clinicName(row.clinic)}</td>
              <td>{nameOf(row.recruiter)}</td>
              <td class="tabular">{moment(row.received_at)}</td>
              <td>{statusWords(row.status)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
