/** The steps that are nothing but their fields. */
import { regionPath } from "../../domain/regions";
import { registrations, today } from "../../state/registrations";
import { person } from "../../state/session";
import { t } from "../../text";
import { type Option, Picker } from "../../ui/field";
import { AddressForm } from "./forms/address-form";
import { ContactForm } from "./forms/contact-form";
import { HeirsForm } from "./forms/heirs-form";
import { IncomeForm } from "./forms/income-form";
import { NameForm } from "./forms/name-form";
import { PayForm, priceOf } from "./forms/pay-form";
import { OccupationForm, WorkplaceForm } from "./forms/work-form";
import { useRegions } from "./regions";
import type { StepProps } from "./sign-up";
import { StepFrame } from "./step-frame";
import { clinicNow, useStep } from "./use-step";
import { money } from "./words";

export function NameStep({ keeper, now }: StepProps) {
  const { form, errors } = useStep("name", keeper);
  return (
    <StepFrame keeper={keeper} now={now} errors={errors} heading={t("name.title")}>
      <NameForm {...form} />
      <HeirsForm {...form} />
    </StepFrame>
  );
}

export function ContactStep({ keeper, now }: StepProps) {
  const { form, errors } = useStep("contact", keeper);
  return (
    <StepFrame keeper={keeper} now={now} errors={errors} heading={t("contact.title")}>
      <ContactForm {...form} usedBy={sameNumber(keeper.draft.fields.phone)} only="phone" />
      <AddressForm {...form} />
      <ContactForm {...form} only="email" />
    </StepFrame>
  );
}

export function WorkStep({ keeper, now }: StepProps) {
  const { form, errors } = useStep("work", keeper);
  return (
    <StepFrame keeper={keeper} now={now} errors={errors} heading={t("work.title")}>
      <OccupationForm {...form} />
      <IncomeForm {...form} />
      <WorkplaceForm {...form} />
      <ClinicPicker
        clinic={keeper.draft.clinic}
        error={clinicNow(keeper.draft)[0]?.text}
        onChoose={({ value }) => keeper.put({ clinic: value })}
      />
    </StepFrame>
  );
}

export function PayStep({ keeper, now }: StepProps) {
  const { form, errors } = useStep("pay", keeper);
  const price = priceOf(keeper.draft.fields, today.value.slice(0, 7));
  const total = price && (
    <section class="total-line" aria-label={t("fact.total")}>
      <span>
        <b>{t("pay.total", { n: price.months.length })}</b>
        {price.saved > 0 && (
          <>
            <br />
            <span class="hint num">{t("pay.saves", { x: money(price.saved) })}</span>
          </>
        )}
      </span>
      <strong class="num" aria-live="polite">
        {money(price.total)}
      </strong>
    </section>
  );
  return (
    <StepFrame keeper={keeper} now={now} errors={errors} heading={t("pay.title")} total={total}>
      <PayForm {...form} />
    </StepFrame>
  );
}

interface ClinicPickerProps {
  clinic: string;
  error: string | undefined;
  onChoose: (option: Option) => void;
}

/** Only for those who sign up for more than one clinic, or whose draft is for one that they lost. */
function ClinicPicker(props: ClinicPickerProps) {
  const regions = useRegions();
  const clinics = person.value?.me.clinics ?? [];
  if (clinics.length < 2 && !props.error) return null;
  const options = clinics.map(({ id, name, district }) => ({
    value: id,
    label: name,
    detail: regions ? (regionPath(regions, district).split(", ")[0] ?? "") : "",
  }));
  return (
    <Picker
      id="clinic"
      label={t("one.clinic")}
      error={props.error}
      placeholder={t("search")}
      value={props.clinic}
      chosen={options.find(({ value }) => value === props.clinic)?.label ?? null}
      find={(text) =>
        options.filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()))
      }
      onChoose={props.onChoose}
    />
  );
}

function sameNumber(phone: string | undefined): string | null {
  if (!phone?.startsWith("+62")) return null;
  const all = [...registrations.value.values()];
  return all.find(({ units }) => units.contact.phone === phone)?.units.name.full_name ?? null;
}
