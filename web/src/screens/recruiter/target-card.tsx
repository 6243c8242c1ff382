/** The month against its target: what is true as one bar, thresholds of the incentive, and the estimate with its condition. */
import { useEffect, useState } from "preact/hooks";
import { thresholds } from "../../domain/incentive";
import { loadOwnStatement, type OwnStatement } from "../../state/own-statement";
import { today } from "../../state/registrations";
import { t } from "../../text";
import { Pairs } from "../../ui/card";
import { Sheet } from "../../ui/sheet";
import { daysLeft, type Month } from "./month";
import { money, monthName } from "./words";

export function TargetCard({ month, target }: { month: Month; target: number }) {
  const [open, setOpen] = useState(false);
  const counts = {
    approved: t("home.approved", { n: month.approved }),
    in_review: t("home.in_review", { n: month.in_review }),
    on_phone: t("home.on_phone", { n: month.on_phone }),
  };
  return (
    <section class="card">
      <div class="sum-line">
        <h2 class="label">{t("home.target", { month: monthName(today.value.slice(0, 7)) })}</h2>
        <span class="hint">{t("home.days_left", { n: daysLeft(today.value) })}</span>
      </div>
      <p class="big-count">
        <strong class="num">{month.all}</strong>{" "}
        <span class="hint">{t("home.of_people", { n: target })}</span>
      </p>
      <TargetBar
        month={month}
        target={target}
        sentence={t("home.bar", { n: month.all, target, ...counts })}
      />
      <ul class="counts" aria-hidden="true">
        {month.approved > 0 && <li class="approved">{counts.approved}</li>}
        {month.in_review > 0 && <li class="in-review">{counts.in_review}</li>}
        {month.on_phone > 0 && <li class="on-phone">{counts.on_phone}</li>}
      </ul>
      {month.estimate && (
        <button type="button" class="estimate rule" onClick={() => setOpen(true)}>
          <span>{t("home.incentive")}</span>
          <strong class="num">{money(month.estimate.total)}</strong>
          <span class="caption">{t("home.if_pay", { n: month.all })}</span>
        </button>
      )}
      {open && month.estimate && (
        <Sheet title={t("incentive.title")} onClose={() => setOpen(false)}>
          <Pairs
            of={[
              {
                name: t("incentive.acquisition", { n: month.all }),
                value: <span class="num">{money(month.estimate.acquisition)}</span>,
              },
              {
                name: t("incentive.fees"),
                value: <span class="num">{money(month.estimate.fees)}</span>,
              },
              {
                name: t("incentive.total"),
                value: <b class="num">{money(month.estimate.total)}</b>,
              },
            ]}
          />
          <PaidSoFar />
          {month.estimate.acquisition === 0 && (
            <p>{t("incentive.below", { n: thresholds(today.value).join(" / ") })}</p>
          )}
          <p class="hint">{t("incentive.truth", { rule: month.estimate.rule })}</p>
        </Sheet>
      )}
    </section>
  );
}

/** What was paid this month, as the server has it; nothing while it cannot be asked. */
function PaidSoFar() {
  const [paid, setPaid] = useState<OwnStatement | null>(null);
  const thisMonth = today.value.slice(0, 7);
  useEffect(() => void loadOwnStatement(thisMonth).then(setPaid), [thisMonth]);
  if (!paid) return <p class="hint">{t("incentive.paid_later")}</p>;
  return (
    <Pairs
      of={[
        {
          name: t("incentive.paid", { n: paid.members }),
          value: <span class="num">{money(paid.paid_total)}</span>,
        },
        { name: t("incentive.earned"), value: <b class="num">{money(paid.total)}</b> },
      ]}
    />
  );
}

/** As wide as the target, or as what is there when it is more. */
function TargetBar(props: { month: Month; target: number; sentence: string }) {
  const { month, target } = props;
  const marks = thresholds(today.value);
  const all = Math.max(target, month.all, ...marks) * 1.03;
  const part = (n: number) => ({ inlineSize: `${(100 * n) / all}%` });
  return (
    <div class="target" role="img" aria-label={props.sentence}>
      <div class="track">
        {month.approved > 0 && <i class="approved" style={part(month.approved)} />}
        {month.in_review > 0 && <i class="in-review" style={part(month.in_review)} />}
        {month.on_phone > 0 && <i class="on-phone" style={part(month.on_phone)} />}
      </div>
      {marks.map((mark) => (
        <span class="mark-at num" key={mark} style={{ insetInlineStart: `${(100 * mark) / all}%` }}>
          {mark}
        </span>
      ))}
    </div>
  );
}
