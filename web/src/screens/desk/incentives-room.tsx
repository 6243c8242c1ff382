/** Incentive from payments: everybody's month, and one recruiter's with each payment, to be printed or downloaded. */
import { useState } from "preact/hooks";
import {
  loadStatement,
  loadStatements,
  type Statement,
  type WholeStatement,
} from "../../state/approved";
import { today } from "../../state/registrations";
import { d } from "../../text/desk";
import { a } from "../../text/desk-after";
import { DeskButton, Empty, IconButton } from "../../ui/desk-parts";
import { DeskScroll } from "../../ui/desk-scroll";
import { useLocation, useRoute } from "../../ui/router";
import { ClinicFilter } from "./clinic-filter";
import { ExportButtons } from "./export-buttons";
import { monthOptions } from "./months";
import { clinicName, nameOf } from "./names";
import { longDay, money } from "./show";
import { useAsked } from "./use-asked";

const MONTHS = 24;

export function IncentivesRoom() {
  const { route } = useLocation();
  const { month, account } = useRoute().params;
  const chosen = month ?? today.value.slice(0, 7);
  if (account) {
    const back = () => route(`/incentives/${chosen}`);
    return <StatementPage key={`${chosen} ${account}`} {...{ month: chosen, account, back }} />;
  }
  return <Everybody month={chosen} onMonth={(other) => route(`/incentives/${other}`)} />;
}

function Everybody({ month, onMonth }: { month: string; onMonth: (month: string) => void }) {
  const [clinic, setClinic] = useState<string | null>(null);
  const query = { month, clinic };
  const { body, problem } = useAsked(JSON.stringify(query), () => loadStatements(query));
  const rows = [...(body?.statements ?? [])].sort((one, other) => other.total - one.total);
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{a("room.incentives")}</h1>
        <span class="push" />
        <span>
          <ClinicFilter value={clinic} onChange={setClinic} />
        </span>
        <select
          class="desk-select small fit"
          aria-label={a("filter.paid_month")}
          value={month}
          onChange={(event) => onMonth(event.currentTarget.value)}
        >
          {monthOptions(today.value, MONTHS).map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </header>
      <div class="row wrap">
        <ExportButtons name="incentives" query={query} />
      </div>
      {problem && <p class="notice plain">{d(`load.${problem}`)}</p>}
      {body && rows.length === 0 && (
        <Empty icon="chart" title={a("money.empty")}>
          {a("money.empty_more")}
        </Empty>
      )}
      {rows.length > 0 && (
        <div class="box flush scroll">
          <table class="desk-table">
            <thead>
              <tr>
                <th scope="col">{a("list.recruiter")}</th>
                <NumberHeads />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.account}>
                  <th scope="row">
                    <a href={`/incentives/${month}/${row.account}`}>{nameOf(row.account)}</a>
                    {row.elsewhere && <small class="meta block">{a("money.elsewhere")}</small>}
                  </th>
                  <Figures of={row} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows[0] && <p class="meta">{a("money.truth", { rule: rows[0].rule })}</p>}
    </div>
  );
}

function NumberHeads() {
  return (
    <>
      {(["members", "paid", "acquisition", "fees", "total"] as const).map((name) => (
        <th key={name} scope="col" class="num">
          {a(`money.${name}`)}
        </th>
      ))}
    </>
  );
}

function Figures({ of }: { of: Statement }) {
  return (
    <>
      <td class="num" data-label={a("money.members")}>
        {of.members}
      </td>
      {(["paid", "acquisition", "fees"] as const).map((name) => (
        <td key={name} class="num" data-label={a(`money.${name}`)}>
          {money(name === "paid" ? of.paid_total : of[name])}
        </td>
      ))}
      <td class="num" data-label={a("money.total")}>
        <b>{money(of.total)}</b>
      </td>
    </>
  );
}

interface StatementProps {
  month: string;
  account: string;
  back: () => void;
}

function StatementPage({ month, account, back }: StatementProps) {
  const { body, problem } = useAsked(`${month} ${account}`, () => loadStatement(account, month));
  const named = monthOptions(`${month}-01`, 1)[0]?.label ?? month;
  return (
    <article class="pane across statement" aria-labelledby="record-name">
      <header class="pane-head">
        <IconButton icon="back" label={d("back")} onClick={back} />
        <div class="pane-title">
          <h1 id="record-name" class="record-name">
            {a("money.statement", { name: nameOf(account), month: named })}
          </h1>
        </div>
      </header>
      <DeskScroll label={named}>
        {problem && <p class="notice plain">{d(`load.${problem}`)}</p>}
        {body && <Paid whole={body} />}
      </DeskScroll>
      <footer class="foot">
        <ExportButtons name="incentives" query={{ month, account }} />
        <span class="push" />
        <DeskButton kind="main" onClick={() => window.print()}>
          {a("money.print")}
        </DeskButton>
      </footer>
    </article>
  );
}

function Paid({ whole: { statement, payments } }: { whole: WholeStatement }) {
  return (
    <>
      <div class="box flush scroll">
        <table class="desk-table">
          <thead>
            <tr>
              <NumberHeads />
            </tr>
          </thead>
          <tbody>
            <tr>
              <Figures of={statement} />
            </tr>
          </tbody>
        </table>
      </div>
      <div class="box flush scroll">
        <table class="desk-table">
          <thead>
            <tr>
              <th scope="col">{a("list.name")}</th>
              <th scope="col">{a("list.clinic")}</th>
              <th scope="col">{a("list.column_code")}</th>
              <th scope="col">{a("list.column_paid")}</th>
              <th scope="col" class="num">
                {a("money.amount")}
              </th>
            </tr>
          </thead>
          <tbody>
            {payments.map((one) => (
              <tr key={one.registration}>
                <th scope="row">{one.full_name}</th>
                <td>{clinicName(one.clinic)}</td>
                <td class="tabular">{one.payment_code ?? "–"}</td>
                <td class="tabular">{longDay(one.paid_at)}</td>
                <td class="num">{money(one.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {statement.elsewhere && <p class="meta">{a("money.elsewhere")}</p>}
      <p class="meta">{a("money.truth", { rule: statement.rule })}</p>
    </>
  );
}
