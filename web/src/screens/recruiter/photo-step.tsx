/** The photo of the ID card; where it is optional, going on without one is said in plain words. */
import { t } from "../../text";
import { PhotoForm } from "./forms/photo-form";
import type { StepProps } from "./sign-up";
import { StepFrame } from "./step-frame";
import { limits, useStep } from "./use-step";

export function PhotoStep({ keeper, now }: StepProps) {
  const { form, errors } = useStep("photo", keeper);
  const skipping = !form.fields.id_photo && limits().id_photo === "optional";
  return (
    <StepFrame
      keeper={keeper}
      now={now}
      errors={errors}
      heading={t("photo")}
      hint={t("photo.hint")}
      {...(skipping && { button: t("photo.skip") })}
    >
      <PhotoForm {...form} />
      {skipping && <p class="hint">{t("photo.may_skip")}</p>}
    </StepFrame>
  );
}
