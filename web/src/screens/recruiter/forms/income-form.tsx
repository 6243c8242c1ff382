/** Income a month. A small figure is asked about: perhaps it is a day's; both the typed and the computed are kept. */
import { workDays } from "../../../state/settings";
import { t } from "../../../text";
import { Choice, NumberField, Stepper } from "../../../ui/field";
import { ASK_IF_DAY_BELOW } from "../form";
import { money } from "../words";
import type { FormProps } from "./form";

const MOST_DAYS = 31;

export function IncomeForm({ fields, set, errors }: FormProps) {
  const { income_amount: amount, income_per: per, income_days: days } = fields;
  const ask = amount !== undefined && amount > 0 && amount < ASK_IF_DAY_BELOW;
  return (
    <>
      <NumberField
        id="income_amount"
        label={t("income")}
        prefix="Rp"
        value={amount ?? null}
        error={errors.of("income_amount")}
        onInput={(value) => set({ income_amount: value ?? undefined })}
        onLeave={() => errors.leave("income_amount")}
      />
      {ask && (
        <div class="soft">
          <Choice
            id="income_per"
            label={t("income.ask", { x: money(amount) })}
            value={per ?? null}
            options={[
              { value: "day", label: t("income.day") },
              { value: "month", label: t("income.month") },
            ]}
            error={errors.of("income_per")}
            onChange={(value) =>
              set({
                income_per: value,
                income_days: value === "day" ? (days ?? workDays.value) : null,
              })
            }
          />
          {per === "day" && (
            <>
              <Stepper
                label={t("income.days")}
                value={days ?? workDays.value}
                min={1}
                max={MOST_DAYS}
                onChange={(value) => {
                  workDays.value = value; // remembered for the next person
                  set({ income_days: value });
                }}
              />
              <p class="sum-line">
                <span>{t("income.sum")}</span>
                <strong class="num">{money(fields.monthly_income ?? 0)}</strong>
              </p>
            </>
          )}
        </div>
      )}
    </>
  );
}
