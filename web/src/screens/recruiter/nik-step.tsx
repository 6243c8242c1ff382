import { NIK_LENGTH } from "../../domain/nik";
import { drafts } from "../../state/drafts";
import { registrations } from "../../state/registrations";
import { t } from "../../text";
import { LinkButton } from "../../ui/button";
import { Message, Note } from "../../ui/message";
import { useLocation } from "../../ui/router";
import type { Fields } from "./form";
import { IdentityForm } from "./forms/identity-form";
import { deleteDraft } from "./removed-draft";
import type { StepProps } from "./sign-up";
import { StepFrame } from "./step-frame";
import { errorsNow, limits, useStep } from "./use-step";
import { when } from "./words";
import { WrongClock } from "./wrong-clock";

export function NikStep({ keeper, now }: StepProps) {
  const { form, errors } = useStep("nik", keeper);
  const { fields, id } = keeper.draft;
  const { route } = useLocation();
  const remove = async () => {
    await keeper.keep(); // or its last keys would bring it back
    await deleteDraft(keeper.draft);
    route("/", true);
  };
  return (
    <StepFrame
      keeper={keeper}
      now={now}
      errors={errors}
      heading={t("nik.title")}
      hint={t("nik.hint")}
    >
      <WrongClock />
      <IdentityForm {...form} />
      <Findings fields={fields} draft={id} />
      {fields.nik && (
        <div>
          <LinkButton icon="trash" onClick={() => void remove()}>
            {t("draft.delete")}
          </LinkButton>
        </div>
      )}
    </StepFrame>
  );
}

/** What the phone can say of a whole NIK at once: the age, and whether it is here already. */
function Findings({ fields, draft }: { fields: Fields; draft: string }) {
  if (fields.nik?.length !== NIK_LENGTH) return null;
  const [wrong] = fields.birth_date ? errorsNow(["birth_date"], fields) : [];
  const known = sameNik(fields.nik, draft);
  return (
    <div class="notes">
      {wrong && <Note tone="warning">{wrong.text}</Note>}
      {fields.birth_date && !wrong && (
        <Note tone="good">{t("nik.age_ok", { n: limits().max_age + 1 })}</Note>
      )}
      {known ? (
        <Message tone="heed" title={t("nik.known_title")}>
          {t("nik.known_text", { name: known.name || t("line.no_name"), date: when(known.at) })}
        </Message>
      ) : (
        <Note tone="good">{t("nik.new")}</Note>
      )}
    </div>
  );
}

function sameNik(nik: string, draft: string): { name: string; at: string } | null {
  for (const { units, status, captured_at } of registrations.value.values()) {
    const over = status === "withdrawn" || status === "rejected";
    if (units.identity.nik === nik && !over) return { name: units.name.full_name, at: captured_at };
  }
  const other = drafts.value.find((each) => each.id !== draft && each.fields.nik === nik);
  return other ? { name: other.fields.full_name ?? "", at: other.touched_at } : null;
}
