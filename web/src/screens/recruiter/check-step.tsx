/** The last look, with the card in hand; then the one strict save. */

import { useRef, useState } from "preact/hooks";
import { signUp } from "../../state/registrations";
import { t } from "../../text";
import { Card, Pairs } from "../../ui/card";
import { Note } from "../../ui/message";
import { useLocation } from "../../ui/router";
import { SignatureDrawing } from "../../ui/signature";
import { CardPhoto } from "./card-photo";
import { consentErrors } from "./errors";
import { payFacts, personFacts, useContactFacts, workFacts } from "./facts";
import { useFormErrors } from "./form-errors";
import type { StepProps } from "./sign-up";
import { StepFrame } from "./step-frame";
import { FIELDS_OF, type Step, stepPath } from "./steps";
import { clinicNow, errorsNow, steps } from "./use-step";
import { firstName, title } from "./words";

export function CheckStep({ keeper, now }: StepProps) {
  const { draft } = keeper;
  const { fields, consent } = draft;
  const { route } = useLocation();
  const [failed, setFailed] = useState(false);
  const saving = useRef(false);
  const contact = useContactFacts(fields);
  const errors = useFormErrors([
    ...errorsNow(
      steps().flatMap((step) => FIELDS_OF[step]),
      fields,
    ),
    ...clinicNow(draft),
    ...consentErrors(consent !== null, consent?.strokes ?? []),
  ]);
  const save = async () => {
    if (saving.current) return;
    saving.current = true;
    setFailed(false);
    try {
      await keeper.keep();
      await signUp(keeper.draft);
      route(`/saved/${draft.id}`, true);
    } catch {
      setFailed(true);
    } finally {
      saving.current = false;
    }
  };
  return (
    <StepFrame
      keeper={keeper}
      now={now}
      errors={errors}
      heading={t("check.title")}
      hint={t("check.lead", { who: title(fields.sex), name: firstName(fields.full_name ?? "") })}
      button={t("check.save")}
      onFix={(id) => route(`${stepPath(draft.id, stepOf(id))}?back=check`)}
      onDone={() => void save()}
    >
      <div class="stack-cards">
        <Card heading={t("check.person")} action={<Change draft={draft.id} to="nik" />}>
          <Pairs of={personFacts(fields, "whole").slice(0, 2)} />
          <div class="rule" />
          <Pairs of={personFacts(fields, "whole").slice(2)} />
        </Card>
        <Card heading={t("check.contact")} action={<Change draft={draft.id} to="contact" />}>
          <Pairs of={contact} />
        </Card>
        <Card heading={t("check.work")} action={<Change draft={draft.id} to="work" />}>
          <Pairs of={workFacts(fields)} />
        </Card>
        <Card heading={t("check.pay")} action={<Change draft={draft.id} to="pay" />}>
          <Pairs of={payFacts(fields)} />
        </Card>
        {steps().includes("photo") && (
          <Card heading={t("photo")} action={<Change draft={draft.id} to="photo" />}>
            <CardPhoto registration={draft.id} photo={fields.id_photo ?? null} />
          </Card>
        )}
        <Card heading={t("fact.signature")} action={<Change draft={draft.id} to="consent" />}>
          <div class="signed-here">
            <SignatureDrawing strokes={consent?.strokes ?? []} label={t("fact.signature")} />
          </div>
        </Card>
        {failed && (
          <Note tone="error">
            {t("check.not_saved")}{" "}
            <a class="link" href="/rescue">
              {t("rescue.title")}
            </a>
          </Note>
        )}
      </div>
    </StepFrame>
  );
}

function Change({ draft, to }: { draft: string; to: Step }) {
  return (
    <a class="link" href={`${stepPath(draft, steps().indexOf(to) + 1)}?back=check`}>
      {t("change")}
      <span class="unseen"> {t(HEADINGS[to])}</span>
    </a>
  );
}

const HEADINGS = {
  nik: "check.person",
  name: "name.title",
  contact: "check.contact",
  work: "check.work",
  pay: "check.pay",
  photo: "photo",
  consent: "check.consent",
  check: "check.title",
} as const;

function stepOf(field: string): number {
  return (
    1 +
    Math.max(
      0,
      steps().findIndex((step) => FIELDS_OF[step].includes(field)),
    )
  );
}
