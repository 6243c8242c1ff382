/** What was approved, by how far the branch has come; one opened shows its fields in the portal's order. */
import { useRef, useState } from "preact/hooks";
import {
  type Approved,
  type ApprovedItem,
  loadApproved,
  STAGES,
  type Stage,
} from "../../state/approved";
import { today } from "../../state/registrations";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { a } from "../../text/desk-after";
import { DeskButton, Empty, FilterSelect, Segments } from "../../ui/desk-parts";
import { useLocation, useRoute } from "../../ui/router";
import { ApprovedRecord } from "./approved-record";
import { ClinicFilter } from "./clinic-filter";
import { ExportButtons } from "./export-buttons";
import { monthOptions } from "./months";
import { clinicName, nameOf } from "./names";
import { longDay, moment, money } from "./show";
import { useAsked } from "./use-asked";

const MONTHS = 24;

export function ApprovedRoom() {
  const { route } = useLocation();
  const { id } = useRoute().params;
  const [filter, setFilter] = useState<Filter>({ stage: "ready", clinic: null, month: null });
  /** Where the pages before this one ended. */
  const [ends, setEnds] = useState<readonly string[]>([]);
  const query = { ...filter, after: ends.at(-1) ?? null };
  const { body, problem } = useAsked(JSON.stringify(query), () => loadApproved(query));
  // What was opened stays open when it has gone on to another stage.
  const seen = useRef(new Map<string, ApprovedItem>());
  for (const item of body?.items ?? []) seen.current.set(item.registration, item);
  const opened = id ? seen.current.get(id) : undefined;
  if (opened) {
    const rows = body?.items ?? [];
    const at = rows.findIndex((item) => item.registration === opened.registration);
    const next = rows[at + 1] ?? (at < 0 ? rows[0] : undefined);
    return (
      <ApprovedRecord
        key={`${opened.registration} ${opened.version}`}
        item={opened}
        onNext={next ? () => route(`/approved/${next.registration}`) : null}
        onBack={() => route("/approved")}
      />
    );
  }
  const admin = person.value?.me.account.role === "admin";
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{a("room.approved")}</h1>
        <span class="push" />
        {admin && (
          <a class="desk-button small main" href="/import/payments">
            {a("import.payments")}
          </a>
        )}
      </header>
      <Filters
        filter={filter}
        counts={body?.counts ?? null}
        onChange={(changed) => {
          setFilter(changed);
          setEnds([]);
        }}
      />
      {problem && <p class="notice plain">{d(`load.${problem}`)}</p>}
      {body && body.items.length === 0 && (
        <Empty icon="checks" title={a("list.empty")}>
          {a("list.empty_more")}
        </Empty>
      )}
      {body && body.items.length > 0 && <ApprovedTable items={body.items} stage={filter.stage} />}
      <div class="row">
        {ends.length > 0 && (
          <DeskButton onClick={() => setEnds(ends.slice(0, -1))}>{d("back")}</DeskButton>
        )}
        {body?.next && (
          <DeskButton onClick={() => body.next && setEnds([...ends, body.next])}>
            {a("list.more")}
          </DeskButton>
        )}
      </div>
    </div>
  );
}

interface Filter {
  stage: Stage;
  clinic: string | null;
  month: string | null;
}

interface FiltersProps {
  filter: Filter;
  counts: Approved["counts"] | null;
  onChange: (filter: Filter) => void;
}

function Filters({ filter, counts, onChange }: FiltersProps) {
  return (
    <>
      <div class="row wrap">
        <Segments
          label={a("stage.label")}
          options={STAGES.map((value) => ({
            value,
            label: a("stage.counted", { stage: a(`stage.${value}`), n: counts?.[value] ?? "–" }),
          }))}
          value={filter.stage}
          onChange={(stage) => onChange({ ...filter, stage })}
        />
      </div>
      <div class="row wrap">
        <span>
          <ClinicFilter
            value={filter.clinic}
            onChange={(clinic) => onChange({ ...filter, clinic })}
          />
        </span>
        <span>
          <FilterSelect
            label={a("filter.month")}
            all={a("filter.all_months")}
            options={monthOptions(today.value, MONTHS)}
            value={filter.month}
            onChange={(month) => onChange({ ...filter, month })}
          />
        </span>
        <span class="push" />
        <ExportButtons name="approved" query={{ ...filter }} />
      </div>
    </>
  );
}

/** Of the portal's news a column is shown once there can be something in it. */
const NEWS: Record<Stage, readonly ("code" | "until" | "paid" | "kpj")[]> = {
  ready: [],
  coded: ["code", "until"],
  lapsed: ["code", "until"],
  paid: ["code", "paid"],
  registered: ["code", "paid", "kpj"],
};

function newsIn({ progress }: ApprovedItem, column: (typeof NEWS)[Stage][number]): string {
  switch (column) {
    case "code":
      return progress.payment_code ?? "–";
    case "until":
      return progress.valid_until ? longDay(progress.valid_until) : "–";
    case "paid":
      return progress.paid_at
        ? `${longDay(progress.paid_at)}, ${money(progress.amount ?? 0)}`
        : "–";
    case "kpj":
      return progress.kpj ?? "–";
  }
}

function ApprovedTable({ items, stage }: { items: readonly ApprovedItem[]; stage: Stage }) {
  return (
    <div class="box flush scroll">
      <table class="desk-table">
        <thead>
          <tr>
            <th scope="col">{a("list.name")}</th>
            <th scope="col">{a("list.clinic")}</th>
            <th scope="col">{a("list.recruiter")}</th>
            <th scope="col">{a("list.approved")}</th>
            {NEWS[stage].map((column) => (
              <th key={column} scope="col">
                {a(`list.column_${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.registration}>
              <th scope="row">
                <a href={`/approved/${item.registration}`}>{item.units.name.full_name}</a>
              </th>
              <td>{clinicName(item.clinic)}</td>
              <td>{nameOf(item.recruiter)}</td>
              <td class="tabular">{moment(item.approved_at)}</td>
              {NEWS[stage].map((column) => (
                <td key={column} class="tabular">
                  {newsIn(item, column)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
