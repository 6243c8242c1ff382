/** The queue beside the record: how much, which, and whom next. */
import { useState } from "preact/hooks";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";
import { DeskButton, Empty, FilterSelect, Segments } from "../../ui/desk-parts";
import { firstName, nameOf, shortClinic } from "../desk/names";
import { occupationName } from "../desk/show";
import { reasonWords } from "./many-sheet";
import {
  type Age,
  type Group,
  isBeingSettled,
  pageOf,
  type Queued,
  type QueueFilter,
} from "./queue";

/** Rows drawn at once, so that a queue of thousands does not stall the page. */
const PAGE = 100;

interface QueueListProps {
  queue: readonly Queued[];
  groups: readonly Group[];
  filter: QueueFilter;
  current: string | null;
  onFilter: (filter: QueueFilter) => void;
  onApproveMany: () => void;
}

export function QueueList(props: QueueListProps) {
  const { queue, groups, filter, current, onFilter, onApproveMany } = props;
  const shown = groups.flatMap((group) => group.items);
  const passing = shown.filter((item) => item.passes).length;
  return (
    <section class="list" aria-label={d("room.queue")}>
      <Filters queue={queue} filter={filter} onFilter={onFilter} />
      <Rows groups={groups} shown={shown} current={current} filtered={queue.length > 0} />
      {passing > 0 && (
        <footer class="row many-foot">
          <span class="meta num">{d("many.passing", { n: passing })}</span>
          <span class="push" />
          <DeskButton small icon="checks" hint="Shift+S" onClick={onApproveMany}>
            {d("many.open", { n: passing })}
          </DeskButton>
        </footer>
      )}
    </section>
  );
}

interface FiltersProps {
  queue: readonly Queued[];
  filter: QueueFilter;
  onFilter: (filter: QueueFilter) => void;
}

function Filters({ queue, filter, onFilter }: FiltersProps) {
  const passing = queue.filter((item) => item.passes).length;
  return (
    <header>
      <div class="row">
        <h1>{d("room.queue")}</h1>
        <span class="push" />
        <DeskButton
          small
          icon="sort"
          onClick={() =>
            onFilter({ ...filter, order: filter.order === "oldest" ? "newest" : "oldest" })
          }
        >
          {d(`order.${filter.order}`)}
        </DeskButton>
      </div>
      <Segments
        label={d("filter.checks")}
        options={[
          { value: "all", label: d("filter.all", { n: queue.length }) },
          { value: "pass", label: d("filter.pass", { n: passing }) },
          { value: "look", label: d("filter.look", { n: queue.length - passing }) },
        ]}
        value={filter.show}
        onChange={(show) => onFilter({ ...filter, show })}
      />
      <div class="filters">
        <FilterSelect
          label={d("filter.clinic")}
          all={d("filter.all_clinics")}
          options={(person.value?.me.clinics ?? []).map((c) => ({ value: c.id, label: c.name }))}
          value={filter.clinic}
          onChange={(clinic) => onFilter({ ...filter, clinic })}
        />
        <FilterSelect
          label={d("filter.recruiter")}
          all={d("filter.all_recruiters")}
          options={recruiterOptions(queue)}
          value={filter.recruiter}
          onChange={(recruiter) => onFilter({ ...filter, recruiter })}
        />
        <FilterSelect
          label={d("filter.age")}
          all={d("filter.all_ages")}
          options={ageOptions(queue)}
          value={filter.age}
          onChange={(age) => onFilter({ ...filter, age: age as Age | null })}
        />
        <FilterSelect
          label={d("filter.failed")}
          all={d("filter.all_failed")}
          options={failedOptions(queue)}
          value={filter.failed}
          onChange={(failed) => onFilter({ ...filter, failed })}
        />
      </div>
      <input
        class="desk-input"
        type="search"
        id="desk-search"
        aria-label={d("filter.search")}
        placeholder={d("filter.search")}
        value={filter.search}
        onInput={(event) => onFilter({ ...filter, search: event.currentTarget.value })}
      />
    </header>
  );
}

interface RowsProps {
  groups: readonly Group[];
  shown: readonly Queued[];
  current: string | null;
  filtered: boolean;
}

/** The page that the open record is on; the others are a step away. */
function Rows({ groups, shown, current, filtered }: RowsProps) {
  const open = shown.findIndex((item) => item.registration.id === current);
  const [turned, setTurned] = useState<{ at: string | null; from: number } | null>(null);
  // Turning pages lasts until another record is opened.
  const asked = turned?.at === current ? turned.from : Math.max(0, open);
  const from = Math.min(asked, Math.max(0, shown.length - 1));
  const start = from - (from % PAGE);
  const end = Math.min(start + PAGE, shown.length);
  const totals = new Map(groups.map((group) => [group.age, group.items.length]));
  const turn = (to: number) => setTurned({ at: current, from: to });
  return (
    <div class="scroll">
      {start > 0 && (
        <DeskButton kind="bare" icon="up" onClick={() => turn(start - PAGE)}>
          {d("queue.earlier", { n: PAGE })}
        </DeskButton>
      )}
      {pageOf(groups, start, PAGE).map((group) => (
        <section key={group.age} aria-label={d(`age.${group.age}`)}>
          <h2 class="age">
            {d(`age.${group.age}`)} <span class="num">{totals.get(group.age)}</span>
          </h2>
          {group.items.map((item) => (
            <QueueItem
              key={item.registration.id}
              item={item}
              here={item.registration.id === current}
            />
          ))}
        </section>
      ))}
      {end < shown.length && (
        <DeskButton kind="bare" icon="down" onClick={() => turn(end)}>
          {d("queue.later", { n: Math.min(PAGE, shown.length - end) })}
        </DeskButton>
      )}
      {shown.length > PAGE && (
        <p class="meta num page-of">{d("queue.page", { a: start + 1, b: end, n: shown.length })}</p>
      )}
      {shown.length === 0 && <NobodyHere filtered={filtered} />}
    </div>
  );
}

function NobodyHere({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <Empty icon="list" title={d("queue.none_match")}>
      {d("queue.none_match_more")}
    </Empty>
  ) : (
    <Empty icon="checks" title={d("queue.empty")}>
      {d("queue.empty_more")}
    </Empty>
  );
}

const AGES = ["again", "longer", "three", "two", "yesterday", "today", "admin"] as const;

function ageOptions(queue: readonly Queued[]) {
  const there = new Set(queue.map((item) => item.age));
  return AGES.filter((age) => there.has(age)).map((age) => ({
    value: age,
    label: d(`age.${age}`),
  }));
}

/** Only the checks that somebody here does not pass. */
function failedOptions(queue: readonly Queued[]) {
  const codes = new Set(
    queue.flatMap((item) => item.checks.filter((check) => !check.ok).map((check) => check.code)),
  );
  return [...codes]
    .map((code) => ({ value: code, label: reasonWords(code) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

function recruiterOptions(queue: readonly Queued[]) {
  return [...new Set(queue.map((item) => item.registration.recruiter))]
    .map((id) => ({ value: id, label: nameOf(id) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

function QueueItem({ item, here }: { item: Queued; here: boolean }) {
  const { registration, days } = item;
  const { id, clinic, recruiter, units } = registration;
  const who = [occupationName(units.work.occupation), shortClinic(clinic), firstName(recruiter)];
  return (
    <a class="pick" href={`/queue/${id}`} aria-current={here ? "true" : undefined}>
      <b>{units.name.full_name}</b>
      <span class="meta num" data-tone={days > 3 ? "heed" : undefined}>
        {days > 0 ? d("age.days", { n: days }) : d("age.today_short")}
      </span>
      <span class="meta">{who.join(" · ")}</span>
      <Passed item={item} />
    </a>
  );
}

/** "6/7": checks passed of all; an open question is shown instead, since nothing can be approved then. */
function Passed({ item: { registration, checks, passes } }: { item: Queued }) {
  if (isBeingSettled(registration)) {
    return (
      <span class="meta tone" data-tone="settle">
        {d("queue.settling")}
      </span>
    );
  }
  const passed = checks.filter((check) => check.ok).length;
  return (
    <span class="meta tone num" data-tone={passes ? "good" : "heed"}>
      <DeskIcon name={passes ? "check" : "warn"} />
      <span aria-hidden="true">
        {passed}/{checks.length}
      </span>
      <span class="unseen">{d("queue.passed", { a: passed, b: checks.length })}</span>
    </span>
  );
}
