/** Everybody signed up at this supervisor's clinics, with status and search. */

import { useRef, useState } from "preact/hooks";
import { maskNik } from "../../domain/nik";
import type { Projected } from "../../domain/project";
import type { Chip } from "../../domain/status";
import { letterKeys } from "../../state/desk";
import { registrations } from "../../state/registrations";
import { t } from "../../text";
import { d } from "../../text/desk";
import { useDeskKeys } from "../../ui/desk-keys";
import { Empty, FilterSelect } from "../../ui/desk-parts";
import { useDeskWidth } from "../../ui/desk-width";
import { useLocation, useRoute } from "../../ui/router";
import { PeopleTable, type PersonLine } from "../desk/people-table";
import { matches } from "./queue";
import { ReviewPane } from "./review-pane";

/** Rows drawn at once; the rest by a button, so that a year of sign-ups does not stall the page. */
const PAGE = 100;

export function PeopleRoom() {
  const { route } = useLocation();
  const id = useRoute().params.id;
  const width = useDeskWidth();
  const takeFocus = useRef(true);
  const opened = id ? registrations.value.get(id) : undefined;
  if (!opened) return <PeopleList />;
  const back = () => route("/list");
  return (
    <ReviewPane
      key={opened.id}
      registration={opened}
      width={width === "wide" ? "drawer" : width}
      place={{ position: 0, of: 0 }}
      takeFocus={takeFocus}
      onGo={back}
      onDone={back}
      onList={back}
    />
  );
}

function PeopleList() {
  const [search, setSearch] = useState("");
  const [chip, setChip] = useState<string | null>(null);
  const [limit, setLimit] = useState(PAGE);
  const all = [...registrations.value.values()];
  const chips = [...new Set(all.map((r) => r.chip))].sort();
  const shown = all
    .filter((r) => matches(r, search) && (chip === null || r.chip === chip))
    .sort((a, b) => (a.captured_at < b.captured_at ? 1 : -1));
  useDeskKeys(
    { "/": () => document.getElementById("desk-search")?.focus() },
    { letters: letterKeys.value },
  );
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{d("room.people")}</h1>
        <span class="meta num">{d("people.count", { n: shown.length })}</span>
        <span class="push" />
        <input
          class="desk-input search"
          type="search"
          id="desk-search"
          aria-label={d("filter.search")}
          placeholder={d("filter.search")}
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        <span>
          <FilterSelect
            label={d("people.status")}
            all={d("people.all_statuses")}
            options={chips.map((value: Chip) => ({ value, label: t(`chip.${value}`) }))}
            value={chip}
            onChange={setChip}
          />
        </span>
      </header>
      {shown.length === 0 ? (
        <Empty icon="users" title={d(all.length === 0 ? "people.empty" : "queue.none_match")}>
          {d(all.length === 0 ? "people.empty_more" : "queue.none_match_more")}
        </Empty>
      ) : (
        <PeopleTable people={shown.slice(0, limit).map(lineOf)} when={d("people.recorded")} />
      )}
      {shown.length > limit && (
        <button type="button" class="desk-button" onClick={() => setLimit(limit + PAGE)}>
          {d("people.more", { n: shown.length - limit })}
        </button>
      )}
    </div>
  );
}

function lineOf(one: Projected): PersonLine {
  return {
    id: one.id,
    href: `/list/${one.id}`,
    name: one.units.name.full_name,
    nik: maskNik(one.units.identity.nik),
    clinic: one.clinic,
    recruiter: one.recruiter,
    at: one.captured_at,
    chip: one.chip,
  };
}
