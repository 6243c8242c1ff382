/** What a NIK says of its person: facts that come as digits come, each correctable alone. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ageOn } from "../../../domain/days";
import { differsFromNik, NIK_LENGTH, type NikReading } from "../../../domain/nik";
import type { Regions } from "../../../domain/regions";
import type { Sex } from "../../../domain/types";
import { today } from "../../../state/registrations";
import { t } from "../../../text";
import { LinkButton } from "../../../ui/button";
import { Choice, TextField } from "../../../ui/field";
import { Icon } from "../../../ui/icon";
import { Message, Note } from "../../../ui/message";
import type { Fields } from "../form";
import { day } from "../words";
import type { FormProps } from "./form";

interface NikFactsProps {
  form: FormProps;
  reading: NikReading;
  regions: Regions | null;
}
type Fact = "birth_date" | "sex";

export function NikFacts({ form, reading, regions }: NikFactsProps) {
  const { fields } = form;
  const [open, setOpen] = useState<readonly Fact[]>([]);
  const whole = reading.digits.length >= NIK_LENGTH;
  // Asked outright where a whole NIK does not say it, and open from then on: it must not close while typed.
  const unsaid = (["birth_date", "sex"] as const).filter(
    (fact) => whole && fields[fact] === undefined && !open.includes(fact),
  );
  useEffect(() => {
    if (unsaid.length > 0) setOpen([...open, ...unsaid]);
  });
  const differs = whole ? difference(fields, reading) : { birth_date: false, sex: false };
  const wrongAge = form.errors.of("birth_date");
  const change = (fact: Fact) => () => setOpen([...open, fact]);
  return (
    <>
      <section class="card">
        <h2 class="read-head">
          <Icon name="scan" size={20} />
          {t("nik.read")}
        </h2>
        <dl class="read">
          {fields.birth_date && !open.includes("birth_date") && (
            <Row name={t("nik.born")} onChange={change("birth_date")}>
              {day(fields.birth_date)}
              <br />
              {t("years", { n: ageOn(fields.birth_date, today.value) })}
              {wrongAge && <Note tone="error">{wrongAge}</Note>}
            </Row>
          )}
          {fields.sex && !open.includes("sex") && (
            <Row name={t("sex")} onChange={change("sex")}>
              {t(`sex.${fields.sex}`)}
            </Row>
          )}
          {regions && <Row name={t("nik.from")}>{origin(regions, reading)}</Row>}
        </dl>
        {open.includes("birth_date") && <BirthDate form={form} differs={differs.birth_date} />}
        {open.includes("sex") && <SexChoice form={form} differs={differs.sex} />}
      </section>
      {(differs.birth_date || differs.sex) && (
        <Message tone="heed" title={t("nik.differs_title")}>
          {t("nik.differs_text")}
        </Message>
      )}
    </>
  );
}

function Row(props: { name: string; onChange?: () => void; children: ComponentChildren }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
      {props.onChange && (
        <dd>
          <LinkButton onClick={props.onChange} about={props.name}>
            {t("change")}
          </LinkButton>
        </dd>
      )}
    </div>
  );
}

function BirthDate({ form, differs }: { form: FormProps; differs: boolean }) {
  const { fields, set, errors } = form;
  return (
    <TextField
      id="birth_date"
      type="date"
      label={t("birth_date")}
      value={fields.birth_date ?? ""}
      max={today.value}
      error={errors.of("birth_date")}
      warning={differs ? t("nik.differs") : null}
      onInput={(value) => set({ birth_date: value === "" ? undefined : value })}
      onLeave={() => errors.leave("birth_date")}
    />
  );
}

function SexChoice({ form, differs }: { form: FormProps; differs: boolean }) {
  const { fields, set, errors } = form;
  return (
    <Choice<Sex>
      id="sex"
      label={t("sex")}
      value={fields.sex ?? null}
      options={[
        { value: "female", label: t("sex.female") },
        { value: "male", label: t("sex.male") },
      ]}
      error={errors.of("sex")}
      warning={differs ? t("nik.differs") : null}
      onChange={(sex) => set({ sex })}
    />
  );
}

function difference({ nik, birth_date: birth, sex }: Fields, { problems }: NikReading) {
  const readable = !problems.some(({ level }) => level !== "warn");
  return nik && birth && sex && readable
    ? differsFromNik(nik, birth, sex)
    : { birth_date: false, sex: false };
}

/** `Bekasi Timur, Kota Bekasi`; a district that is not in the tables is said so. */
function origin({ names }: Regions, { region }: NikReading): string {
  const { province, regency, district } = region;
  const known = [district, regency].map((code) => (code ? names.get(code) : undefined));
  if (known.every((name) => name !== undefined)) return known.join(",\n");
  const around = [regency, province].map((code) => code && names.get(code)).find(Boolean);
  return [around, t("nik.district_unknown")].filter(Boolean).join(",\n");
}
