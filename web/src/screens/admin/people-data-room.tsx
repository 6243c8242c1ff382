/** Anybody's data, for an admin: found by name or NIK, past the feed; each look is written down (P176). */
import { useEffect, useState } from "preact/hooks";
import type { Chip } from "../../domain/status";
import { type Found, searchPeople } from "../../state/proof";
import { t } from "../../text";
import { d } from "../../text/desk";
import { p } from "../../text/proof";
import { DeskButton, Empty, FilterSelect } from "../../ui/desk-parts";
import { useLocation, useRoute } from "../../ui/router";
import { ClinicFilter } from "../desk/clinic-filter";
import { PeopleTable, type PersonLine } from "../desk/people-table";
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
      {list && list.rows.length > 0 && (
        <PeopleTable people={list.rows.map(lineOf)} when={d("people.received")} />
      )}
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
      <ClinicFilter
        value={wanted.clinic}
        onChange={(clinic) => onLook({ ...wanted, text: "", clinic })}
      />
      <FilterSelect
        label={d("people.status")}
        all={d("people.all_statuses")}
        options={STATUSES.map((value) => ({ value, label: t(`chip.${chipOf(value)}`) }))}
        value={wanted.status}
        onChange={(status) =>
          onLook({ ...wanted, text: "", status: status as Found["status"] | null })
        }
      />
    </form>
  );
}

function chipOf(status: Found["status"]): Chip {
  return status === "submitted" ? "with_supervisor" : status;
}

function lineOf({ id, name, nik, clinic, recruiter, status, received_at }: Found): PersonLine {
  const shown = { name: name ?? p("erased_one"), nik: nik ?? "–", chip: chipOf(status) };
  return { id, href: `/data/${id}`, clinic, recruiter, at: received_at, ...shown };
}
