/** Programmes, months and what they cost, month by month. */
import { useState } from "preact/hooks";
import { monthsFrom } from "../../../domain/days";
import { isTransport } from "../../../domain/occupations";
import { MONTHS_OFFERED, priced, type Quote, quote, reliefUntil } from "../../../domain/tariff";
import type { Programme, Units } from "../../../domain/types";
import { today } from "../../../state/registrations";
import { t } from "../../../text";
import { LinkButton } from "../../../ui/button";
import { Checkbox, Choice } from "../../../ui/field";
import { Note } from "../../../ui/message";
import { MonthColumns } from "../../../ui/month-columns";
import { Sheet } from "../../../ui/sheet";
import type { Fields } from "../form";
import { figure, money, month, monthName, shortMonth, span } from "../words";
import type { FormProps } from "./form";

type Months = Units["contribution"]["months"];
/** How far ahead the first month may be put. */
const AHEAD = 6;

export function PayForm(form: FormProps) {
  const { fields, set, errors } = form;
  const [dating, setDating] = useState(false);
  const price = priceOf(fields, today.value.slice(0, 7));
  return (
    <>
      <Programmes {...form} />
      <Choice
        id="months"
        label={t("pay.how_long")}
        close
        value={fields.months === undefined ? null : String(fields.months)}
        options={MONTHS_OFFERED.map((n) => ({ value: String(n), label: String(n) }))}
        error={errors.of("months")}
        onChange={(value) => set({ months: Number(value) as Months })}
      />
      {price && (
        <section class="card">
          <header>
            <h2 class="span-name">{span(price.months.map(({ month: each }) => each))}</h2>
            <LinkButton onClick={() => setDating(true)} about={t("pay.first_month")}>
              {t("change")}
            </LinkButton>
          </header>
          <PriceColumns price={price} />
          <Relief price={price} fields={fields} />
        </section>
      )}
      {errors.of("first_month") && <Note tone="error">{errors.of("first_month")}</Note>}
      <Note tone="quiet-note">{t("pay.truth")}</Note>
      {dating && (
        <Sheet title={t("pay.first_month")} onClose={() => setDating(false)}>
          <FirstMonth
            value={fields.first_month ?? today.value.slice(0, 7)}
            onChoose={(first_month) => {
              setDating(false);
              set({ first_month });
            }}
          />
        </Sheet>
      )}
    </>
  );
}

function Programmes({ fields, set }: FormProps) {
  const chosen: readonly Programme[] = fields.programmes ?? ["jkk", "jkm"];
  const must = fields.has_employees === true;
  const one = priceOf({ ...fields, months: 1, programmes: ["jht"] }, today.value.slice(0, 7));
  return (
    <div class="card rows ticks">
      <Checkbox
        id="jkk_jkm"
        label={t("pay.jkk_jkm")}
        hint={t("pay.jkk_jkm_what")}
        end={t("pay.required")}
        checked
      />
      <Checkbox
        id="jht"
        label={t("pay.jht")}
        hint={must ? t("pay.jht_because") : t("pay.jht_what")}
        end={
          one && (
            <>
              <b class="num">+ {money(one.total)}</b>
              <span>{t("a_month")}</span>
            </>
          )
        }
        checked={must || chosen.includes("jht")}
        onChange={
          must
            ? undefined
            : (checked) => set({ programmes: checked ? ["jkk", "jkm", "jht"] : ["jkk", "jkm"] })
        }
      />
    </div>
  );
}

function PriceColumns({ price }: { price: Quote }) {
  const groups = price.groups.map(({ count, price: each }) => `${count} × ${money(each)}`);
  return (
    <MonthColumns
      months={price.months.map((each) => ({
        label: shortMonth(each.month),
        due: each.total,
        full: each.full,
        price: figure(each.total),
      }))}
      sentence={t("pay.columns", { groups: groups.join(", "), total: money(price.total) })}
    />
  );
}

function Relief({ price, fields }: { price: Quote; fields: Fields }) {
  const first = price.months[0];
  if (price.saved === 0 || !first || !fields.occupation) return null;
  const until = reliefUntil(first.month, isTransport(fields.occupation));
  const percent = Math.round((100 * (first.full - first.total)) / (first.full - first.jht));
  return (
    until && (
      <p class="legend">
        <i class="hatch" />
        {t("pay.relief", { percent, month: monthName(until) })}
      </p>
    )
  );
}

function FirstMonth(props: { value: string; onChoose: (month: string) => void }) {
  const months = monthsFrom(today.value.slice(0, 7), AHEAD).filter(priced);
  return (
    <div class="card rows">
      {months.map((each) => (
        <button
          key={each}
          type="button"
          class="item"
          aria-current={each === props.value ? "true" : undefined}
          onClick={() => props.onChoose(each)}
        >
          <span class="words">{month(each)}</span>
        </button>
      ))}
    </div>
  );
}

/** The price of what is chosen so far; null while too little is. */
export function priceOf(fields: Fields, thisMonth: string): Quote | null {
  const { monthly_income: income, months, occupation } = fields;
  const first = fields.first_month ?? thisMonth;
  if (!income || !months || !occupation || !priced(first)) return null;
  return quote({
    income,
    months,
    first_month: first,
    programmes: fields.programmes ?? ["jkk", "jkm"],
    transport: isTransport(occupation),
  });
}
