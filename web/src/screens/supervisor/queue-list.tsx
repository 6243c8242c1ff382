/** The queue beside the record: how much, which, and whom next. */
import type { Projected } from "../../domain/project";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";
import { DeskButton, Empty, FilterSelect, Segments } from "../../ui/desk-parts";
import { firstName, nameOf, shortClinic } from "../desk/names";
import { occupationName } from "../desk/show";
import {
  checksOf,
  daysWaiting,
  type Group,
  isBeingSettled,
  passesAll,
  type QueueFilter,
} from "./queue";

interface QueueListProps {
  waiting: readonly Projected[];
  groups: readonly Group[];
  filter: QueueFilter;
  current: string | null;
  today: string;
  onFilter: (filter: QueueFilter) => void;
}

export function QueueList(props: QueueListProps) {
  const { waiting, groups, filter, current, today, onFilter } = props;
  const passing = waiting.filter(passesAll).length;
  return (
    <section class="list" aria-label={d("room.queue")}>
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
            { value: "all", label: d("filter.all", { n: waiting.length }) },
            { value: "pass", label: d("filter.pass", { n: passing }) },
            { value: "look", label: d("filter.look", { n: waiting.length - passing }) },
          ]}
          value={filter.show}
          onChange={(show) => onFilter({ ...filter, show })}
        />
        <div class="row">
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
            options={recruiterOptions(waiting)}
            value={filter.recruiter}
            onChange={(recruiter) => onFilter({ ...filter, recruiter })}
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
      <div class="scroll">
        {groups.map((group) => (
          <section key={group.age} aria-label={d(`age.${group.age}`)}>
            <h2 class="age">
              {d(`age.${group.age}`)} <span class="num">{group.items.length}</span>
            </h2>
            {group.items.map((item) => (
              <QueueItem key={item.id} item={item} here={item.id === current} today={today} />
            ))}
          </section>
        ))}
        {groups.length === 0 && <NobodyHere filtered={waiting.length > 0} />}
      </div>
    </section>
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

function recruiterOptions(waiting: readonly Projected[]) {
  return [...new Set(waiting.map((item) => item.recruiter))]
    .map((id) => ({ value: id, label: nameOf(id) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

function QueueItem({ item, here, today }: { item: Projected; here: boolean; today: string }) {
  const days = daysWaiting(item, today);
  const who = [occupationName(item.units.work.occupation), shortClinic(item.clinic)];
  return (
    <a class="pick" href={`/queue/${item.id}`} aria-current={here ? "true" : undefined}>
      <b>{item.units.name.full_name}</b>
      <span class="meta num" data-tone={days > 3 ? "heed" : undefined}>
        {days > 0 ? d("age.days", { n: days }) : d("age.today_short")}
      </span>
      <span class="meta">{[...who, firstName(item.recruiter)].join(" · ")}</span>
      <Passed item={item} />
    </a>
  );
}

/** "6/7": checks passed of all; an open question is shown instead, since nothing can be approved then. */
function Passed({ item }: { item: Projected }) {
  if (isBeingSettled(item)) {
    return (
      <span class="meta tone" data-tone="settle">
        {d("queue.settling")}
      </span>
    );
  }
  const checks = checksOf(item);
  const passed = checks.filter((check) => check.ok).length;
  const good = passesAll(item);
  return (
    <span class="meta tone num" data-tone={good ? "good" : "heed"}>
      <DeskIcon name={good ? "check" : "warn"} />
      <span aria-hidden="true">
        {passed}/{checks.length}
      </span>
      <span class="unseen">{d("queue.passed", { a: passed, b: checks.length })}</span>
    </span>
  );
}
