/** My people in their order: needs you, under way, done. Filters and search are in memory. */
import { computed } from "@preact/signals";
import { useState } from "preact/hooks";
import { corrections } from "../../state/corrections";
import { drafts } from "../../state/drafts";
import { registrations } from "../../state/registrations";
import { t } from "../../text";
import { TabBar } from "../../ui/app-bar";
import { ButtonLink, IconButton, LinkButton } from "../../ui/button";
import { StatusChip, StatusChips } from "../../ui/chip";
import { Icon } from "../../ui/icon";
import { usePage } from "../../ui/page-title";
import { countsOf, type Filter, groupsOf, narrowed, type Row } from "./groups";
import { draftLine, lineOf } from "./lines";
import { stepPath } from "./steps";
import { TabScreen } from "./tab-screen";
import { when } from "./words";

/** A phone draws this many of the done at once; the rest one tap away. */
const SHOWN = 50;

/** Sorted and counted again when one of them changes, not with each letter that is searched. */
const grouped = computed(() =>
  groupsOf(registrations.value.values(), drafts.value, corrections.value),
);
const counted = computed(() => countsOf(grouped.value));

export function People() {
  const heading = usePage(t("list.title"));
  const [search, setSearch] = useState<string | null>(null);
  const [filter, setFilter] = useState<Filter>("all");
  const groups = grouped.value;
  const counts = counted.value;
  const shown = narrowed(groups, filter, search ?? "");
  const count = shown.needs_you.length + shown.under_way.length + shown.done.length;
  return (
    <TabScreen
      path="/list"
      bar={
        <TabBar
          heading={
            <h1 ref={heading} tabIndex={-1}>
              {t("list.title")}
            </h1>
          }
        >
          <IconButton
            icon={search === null ? "search" : "close"}
            label={search === null ? t("list.search") : t("close")}
            onClick={() => setSearch(search === null ? "" : null)}
          />
        </TabBar>
      }
    >
      {search !== null && <SearchBox text={search} onInput={setSearch} />}
      <Filters counts={counts} filter={filter} onChange={setFilter} />
      {count === 0 && <Nothing empty={counts.all === 0} onAll={() => setFilter("all")} />}
      <Group name={t("list.needs_you")} rows={shown.needs_you} />
      <Group name={t("list.under_way")} rows={shown.under_way} />
      <Group name={t("list.done")} rows={shown.done} />
    </TabScreen>
  );
}

function SearchBox({ text, onInput }: { text: string; onInput: (text: string) => void }) {
  return (
    <div class="input">
      <Icon name="search" size={20} />
      <input
        type="text"
        aria-label={t("list.search")}
        placeholder={t("list.search")}
        autocomplete="off"
        value={text}
        ref={(box) => {
          if (text === "") box?.focus();
        }}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}

interface FiltersProps {
  counts: Record<Filter, number>;
  filter: Filter;
  onChange: (filter: Filter) => void;
}

function Filters({ counts, filter, onChange }: FiltersProps) {
  const pills: [Filter, string][] = [
    ["all", t("list.all", { n: counts.all })],
    ["needs_you", t("list.needs_you_n", { n: counts.needs_you })],
    ["unsent", t("list.unsent_n", { n: counts.unsent })],
    ["done", t("list.done_n", { n: counts.done })],
  ];
  return (
    <fieldset class="pills" aria-label={t("list.filters")}>
      {pills.map(([value, label]) => (
        <button
          key={value}
          type="button"
          class="num"
          aria-pressed={value === filter}
          onClick={() => onChange(value)}
        >
          <span>{label}</span>
        </button>
      ))}
    </fieldset>
  );
}

function Group({ name, rows }: { name: string; rows: Row[] }) {
  const [shown, setShown] = useState(SHOWN);
  if (rows.length === 0) return null;
  return (
    <section class="group-of-rows">
      <h2>{name}</h2>
      <ul class="card rows">
        {rows.slice(0, shown).map((row) => (
          <li key={row.id}>
            <PersonRow row={row} />
          </li>
        ))}
      </ul>
      {rows.length > shown && (
        <LinkButton onClick={() => setShown(shown + SHOWN)}>
          {t("list.more", { n: Math.min(SHOWN, rows.length - shown) })}
        </LinkButton>
      )}
    </section>
  );
}

function PersonRow({ row }: { row: Row }) {
  const draft = row.kind === "draft" ? row.draft : null;
  const one = row.kind === "registration" ? row.registration : null;
  const typed = row.kind === "correction" ? row.correction : draft;
  const name = one ? one.units.name.full_name : typed?.fields.full_name;
  const line = one ? lineOf(one) : draft && draftLine(draft);
  const href = draft ? stepPath(draft.id, draft.step) : `/registration/${row.id}`;
  return (
    <a class="item person" href={href}>
      <span class="words name clip">{name || t("line.no_name")}</span>
      <span class="caption num">{when(row.at)}</span>
      <span class="wide">
        {one && <StatusChips of={one} />}
        {draft && <StatusChip chip="draft" />}
        {(row.kind === "correction" || (row.kind === "registration" && row.typed)) && (
          <StatusChip chip="correction" />
        )}
      </span>
      {line && <span class="wide">{line}</span>}
    </a>
  );
}

function Nothing({ empty, onAll }: { empty: boolean; onAll: () => void }) {
  return (
    <div class="empty-head">
      <p class="quiet-text">{t(empty ? "list.empty" : "list.none")}</p>
      {empty ? (
        <ButtonLink href="/">{t("lost.home")}</ButtonLink>
      ) : (
        <LinkButton onClick={onAll}>{t("list.show_all")}</LinkButton>
      )}
    </div>
  );
}
