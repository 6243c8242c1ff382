/** The first day of a month: what is ready, and three real steps. */
import type { ComponentChildren } from "preact";
import { today } from "../../state/registrations";
import { t } from "../../text";
import { Icon } from "../../ui/icon";
import { priceOf } from "./forms/pay-form";
import { money } from "./words";

export function EmptyHome({ onStart }: { onStart: () => void }) {
  const cheapest = priceOf(
    { monthly_income: 1, months: 1, occupation: "street_vendor" },
    today.value.slice(0, 7),
  );
  return (
    <>
      <div class="empty-head">
        <h2>{t("home.empty_title")}</h2>
        <p class="quiet-text">{t("home.empty_text")}</p>
      </div>
      <div class="card rows">
        <div class="item">
          <span class="step-mark done">
            <Icon name="check" size={16} />
          </span>
          <Words name={t("home.ready")}>{t("home.ready_text")}</Words>
        </div>
        <a class="item" href="/benefits">
          <span class="step-mark num">2</span>
          <Words name={t("home.try_sums")}>
            {cheapest && t("home.from_price", { price: money(cheapest.total) })}
          </Words>
        </a>
        <button type="button" class="item" onClick={onStart}>
          <span class="step-mark num">3</span>
          <Words name={t("home.first")}>{t("home.first_text")}</Words>
        </button>
      </div>
    </>
  );
}

function Words({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <span class="words">
      <span class="name">{name}</span>
      <br />
      <span class="hint">{children}</span>
    </span>
  );
}
