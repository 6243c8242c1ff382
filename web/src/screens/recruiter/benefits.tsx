/** For the vendor's eyes: what it costs and what it gives. The figure can be carried into a sign-up. */
import { useRef, useState } from "preact/hooks";
import { monthsFrom } from "../../domain/days";
import { quote, reliefUntil, TARIFF_VERSION } from "../../domain/tariff";
import type { Programme } from "../../domain/types";
import { today } from "../../state/registrations";
import { language, t } from "../../text";
import { type BenefitWords, benefits } from "../../text/tables";
import { TabBar } from "../../ui/app-bar";
import { Button, IconButton } from "../../ui/button";
import { Card } from "../../ui/card";
import { Choice, NumberField, Switch } from "../../ui/field";
import { Icon, type IconName } from "../../ui/icon";
import { Note } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import type { Fields } from "./form";
import { useNewSignUp } from "./start-sign-up";
import { TabScreen } from "./tab-screen";
import { day, money, monthName } from "./words";

const QUICK = [900_000, 1_500_000, 3_000_000];
const ICONS: Record<string, IconName> = {
  jkk_care: "ambulance",
  jkk_unable: "banknote",
  jkm_family: "umbrella",
  jkm_scholarship: "school",
  jht_savings: "savings",
  lapse: "calendar",
};

export function Benefits() {
  const heading = usePage(t("benefits.title"));
  const page = useRef<HTMLDivElement>(null);
  const [income, setIncome] = useState<number | null>(QUICK[0] ?? null);
  const [other, setOther] = useState(false);
  const [transport, setTransport] = useState(false);
  const [jht, setJht] = useState(false);
  const programmes: Programme[] = jht ? ["jkk", "jkm", "jht"] : ["jkk", "jkm"];
  const start = useNewSignUp(carried(income, programmes));
  return (
    <div ref={page} class="large-when-full">
      <TabScreen
        path="/benefits"
        bar={
          <TabBar
            heading={
              <h1 ref={heading} tabIndex={-1}>
                {t("benefits.title")}
              </h1>
            }
          >
            <IconButton
              icon="maximize"
              label={t("benefits.full")}
              onClick={() => toggleFull(page.current)}
            />
          </TabBar>
        }
        action={
          <Button kind="main" icon="add-person" onClick={start}>
            {t("benefits.sign_up")}
          </Button>
        }
      >
        <Card>
          <div class="calculator">
            <Choice
              id="income"
              label={t("benefits.income")}
              close
              value={other ? "other" : String(income)}
              options={[
                ...QUICK.map((each) => ({ value: String(each), label: short(each) })),
                { value: "other", label: t("benefits.other") },
              ]}
              onChange={(value) => {
                setOther(value === "other");
                setIncome(value === "other" ? null : Number(value));
              }}
            />
            {other && (
              <NumberField
                id="other_income"
                label={t("benefits.other_amount")}
                prefix="Rp"
                value={income}
                onInput={setIncome}
              />
            )}
            <Switch id="transport" checked={transport} onChange={setTransport}>
              <b>{t("benefits.transport")}</b>{" "}
              <span class="hint">{t("benefits.transport_who")}</span>
            </Switch>
            <Switch id="with_jht" checked={jht} onChange={setJht}>
              <b>{t("benefits.jht")}</b> <span class="hint">{t("benefits.jht_what")}</span>
            </Switch>
            <Price income={income ?? 0} transport={transport} programmes={programmes} />
          </div>
        </Card>
        <div class="card rows">
          {benefits().map((benefit) => (
            <BenefitRow key={benefit.code} benefit={benefit} />
          ))}
        </div>
        <Note tone="quiet-note">{t("benefits.truth")}</Note>
        <p class="caption">{t("benefits.rates", { date: day(TARIFF_VERSION) })}</p>
      </TabScreen>
    </div>
  );
}

function Price(props: { income: number; transport: boolean; programmes: Programme[] }) {
  const { income, transport, programmes } = props;
  const now = today.value.slice(0, 7);
  const asked = { income, transport, programmes, months: 1 };
  const until = reliefUntil(now, transport);
  const after = until === null ? null : (monthsFrom(until, 2)[1] ?? null);
  const price = (first_month: string) => money(quote({ ...asked, first_month }).total);
  return (
    <div class="price" aria-live="polite">
      <span>
        {until ? t("benefits.price_until", { month: monthName(until) }) : t("benefits.price")}
      </span>
      <strong class="num">{income > 0 ? price(now) : "–"}</strong>
      {after && income > 0 && (
        <span class="num">
          {t("benefits.then", {
            month: `${monthName(after)} ${after.slice(0, 4)}`,
            price: price(after),
          })}
        </span>
      )}
    </div>
  );
}

function BenefitRow({ benefit }: { benefit: BenefitWords }) {
  return (
    <div class="benefit">
      <span>
        <Icon name={ICONS[benefit.code] ?? "info"} />
      </span>
      <div>
        <h2 class="label">{benefit.title}</h2>
        <p class="quiet-text">{benefit.sentence}</p>
      </div>
    </div>
  );
}

/** `900 rb`, `1,5 jt`. */
function short(amount: number): string {
  if (amount < 1_000_000) return `${amount / 1000}\u00a0${t("benefits.thousand")}`;
  const millions = String(amount / 1_000_000);
  const shown = language.value === "id" ? millions.replace(".", ",") : millions;
  return `${shown}\u00a0${t("benefits.million")}`;
}

function carried(income: number | null, programmes: Programme[]): Fields {
  if (!income) return { programmes };
  return { programmes, income_amount: income };
}

/** A phone that cannot do it stays as it is. */
function toggleFull(page: HTMLElement | null): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void page?.requestFullscreen?.().catch(() => {});
}
