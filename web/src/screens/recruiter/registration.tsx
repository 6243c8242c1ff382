/** One registration: its status, what is known, what can still be done with it. */

import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { fieldsOf, mayBeCorrected } from "../../domain/correction";
import type { Projected } from "../../domain/project";
import { registrations } from "../../state/registrations";
import { t } from "../../text";
import { Button, ButtonLink } from "../../ui/button";
import { Card, Pairs } from "../../ui/card";
import { StatusChips } from "../../ui/chip";
import { Message } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import { Sheet } from "../../ui/sheet";
import { CardPhoto } from "./card-photo";
import { payFacts, personFacts, useContactFacts, workFacts } from "./facts";
import { KeptCorrection } from "./kept-correction";
import { isErasing, lineOf } from "./lines";
import { OnePage } from "./one-page";
import { PageFrame } from "./page-frame";
import type { CardName } from "./parts";
import { Past } from "./past";
import { Returned, SaidBySupervisor } from "./returned";
import { Settled } from "./settled";
import { ShareSlip, Slip } from "./slip";
import { limits } from "./use-step";
import { WithdrawSheet } from "./withdraw-sheet";
import { day } from "./words";

export function OneRegistration({ id = "" }: { id?: string }) {
  const one = registrations.value.get(id);
  const { query } = useLocation();
  if (!one) return <Gone id={id} />;
  const remarked = Object.keys(one.review?.remarks ?? {}).length > 0;
  if (one.status === "returned" && remarked && !query.all) {
    return (
      <OnePage key={id} id={id}>
        <Returned one={one} />
      </OnePage>
    );
  }
  return <Whole key={id} one={one} />;
}

function Gone({ id }: { id: string }) {
  const heading = usePage(t("one.gone"));
  return (
    <PageFrame name={t("list.title")} up="/list">
      <h1 ref={heading} tabIndex={-1}>
        {t("one.gone")}
      </h1>
      <KeptCorrection id={id} one={null} />
      <ButtonLink href="/list">{t("list.title")}</ButtonLink>
    </PageFrame>
  );
}

function Whole({ one }: { one: Projected }) {
  const [sheet, setSheet] = useState<"slip" | "withdraw" | null>(null);
  const heading = usePage(t("one.page"));
  const over = one.status === "withdrawn" || one.status === "rejected";
  const line = lineOf(one);
  return (
    <PageFrame name={t("list.title")} up="/list">
      <h1 ref={heading} tabIndex={-1}>
        {one.units.name.full_name}
      </h1>
      {one.status === "returned" ? (
        <SaidBySupervisor one={one} />
      ) : (
        <div class="status-line">
          <StatusChips of={one} />
          {line && <p>{line}</p>}
        </div>
      )}
      <KeptCorrection id={one.id} one={one} />
      <Settled one={one} />
      {one.dismissed && one.entry && (
        <Message tone="heed" title={t("one.dismissed")}>
          {one.dismissed.detail}
        </Message>
      )}
      <Progress one={one} />
      <Facts one={one} />
      <Past one={one} />
      {!over && (
        <Button icon="ticket" onClick={() => setSheet("slip")}>
          {t("one.slip")}
        </Button>
      )}
      {!isErasing(one) && (
        <Button kind="stop" icon="slash" onClick={() => setSheet("withdraw")}>
          {t(over ? "one.consent_button" : "one.withdraw")}
        </Button>
      )}
      {sheet === "slip" && (
        <Sheet title={t("saved.slip")} onClose={() => setSheet(null)}>
          <Slip of={one} />
          <ShareSlip of={one} />
        </Sheet>
      )}
      {sheet === "withdraw" && (
        <WithdrawSheet one={one} over={over} onClose={() => setSheet(null)} />
      )}
    </PageFrame>
  );
}

/** The facts, with a way to correct them while a verdict is still open. */
function Facts({ one }: { one: Projected }) {
  const fields = fieldsOf(one.units);
  const contact = useContactFacts(fields);
  const open = mayBeCorrected(one.status);
  const change = (card: CardName, name: string) =>
    open && (
      <a class="link" href={`/registration/${one.id}/${card}`}>
        {t("change")}
        <span class="unseen"> {name}</span>
      </a>
    );
  return (
    <>
      <Card heading={t("check.person")} action={change("person", t("check.person"))}>
        <Pairs of={personFacts(fields, "masked")} />
      </Card>
      <Card heading={t("check.contact")} action={change("contact", t("check.contact"))}>
        <Pairs of={contact} />
      </Card>
      <Card heading={t("check.work")} action={change("work", t("check.work"))}>
        <Pairs of={workFacts(fields)} />
      </Card>
      <Card heading={t("check.pay")} action={change("pay", t("check.pay"))}>
        <Pairs of={payFacts(fields)} />
      </Card>
      {(one.units.photo.id_photo || limits().id_photo !== "off") && (
        <Card heading={t("photo")} action={change("photo", t("photo"))}>
          <CardPhoto registration={one.id} photo={one.units.photo.id_photo} of={one} />
        </Card>
      )}
    </>
  );
}

/** What the branch has answered so far. */
function Progress({ one }: { one: Projected }) {
  const { payment_code, valid_until, paid_at, kpj } = one.progress;
  if (!payment_code && !paid_at && !kpj) return null;
  return (
    <Card>
      <Pairs
        of={[
          { name: t("one.payment_code"), value: payment_code ?? "" },
          { name: t("one.valid_until"), value: valid_until ? day(valid_until) : "" },
          { name: t("one.paid_at"), value: paid_at ? day(paid_at) : "" },
          { name: t("one.kpj"), value: kpj ?? "" },
        ]}
      />
    </Card>
  );
}
