/** Consent before anything leaves the phone: seven points, how they were given, a signature on the glass. */
import { useState } from "preact/hooks";
import { NOTICE, saidTo } from "../../domain/notice";
import { language, t } from "../../text";
import { noticeText } from "../../text/tables";
import { LinkButton } from "../../ui/button";
import { Choice } from "../../ui/field";
import { Sheet } from "../../ui/sheet";
import { SignaturePad } from "../../ui/signature";
import { consentErrors } from "./errors";
import { useFormErrors } from "./form-errors";
import type { StepProps } from "./sign-up";
import { StepFrame } from "./step-frame";
import { day, firstName, title } from "./words";

export function ConsentStep({ keeper, now }: StepProps) {
  const { draft, put } = keeper;
  const { fields, consent } = draft;
  const [reading, setReading] = useState(false);
  const who = title(fields.sex);
  // Signed before it is said how the text was given: kept with the draft as soon as that is chosen.
  const [early, setEarly] = useState<number[][]>([]);
  const strokes = consent?.strokes ?? early;
  const errors = useFormErrors(consentErrors(consent !== null, strokes));
  const sign = (drawn: number[][]) => {
    if (consent) put({ consent: { ...consent, strokes: drawn } });
    else setEarly(drawn);
  };
  return (
    <StepFrame
      keeper={keeper}
      now={now}
      errors={errors}
      title={t("consent.page")}
      heading={t("consent.title", { who, name: firstName(fields.full_name ?? "") })}
      button={t("consent.agree")}
    >
      <Choice
        id="consent_method"
        label={t("consent.method")}
        quiet
        value={consent?.method ?? null}
        options={[
          { value: "read", label: t("consent.read"), icon: "book" },
          { value: "read_aloud", label: t("consent.read_aloud"), icon: "aloud" },
        ]}
        error={errors.of("consent_method")}
        onChange={(method) => put({ consent: { language: language.value, method, strokes } })}
      />
      <Points who={who} onRead={() => setReading(true)} />
      <section class="field">
        <div class="sum-line">
          <h2 class="label">{t("consent.sign")}</h2>
          <LinkButton icon="eraser" onClick={() => sign([])}>
            {t("consent.clear")}
          </LinkButton>
        </div>
        <SignaturePad
          id="signature"
          label={t("consent.sign")}
          strokes={strokes}
          error={errors.of("signature")}
          onChange={sign}
        />
      </section>
      {reading && <WholeNotice who={who} onClose={() => setReading(false)} />}
    </StepFrame>
  );
}

function Points({ who, onRead }: { who: string; onRead: () => void }) {
  return (
    <section class="card">
      <ol class="points">
        {noticeText().items.map((item, i) => (
          <li key={item.title}>
            <span class="num" aria-hidden="true">
              {i + 1}
            </span>
            <span>
              <b>{saidTo(item.title, who)}:</b> {item.text.replaceAll("{who}", who)}
            </span>
          </li>
        ))}
      </ol>
      <div class="sum-line rule">
        <LinkButton onClick={onRead}>{t("consent.whole")}</LinkButton>
        <span class="caption">
          {t("consent.version", { n: NOTICE.version, date: day(NOTICE.valid_from) })}
        </span>
      </div>
    </section>
  );
}

function WholeNotice({ who, onClose }: { who: string; onClose: () => void }) {
  return (
    <Sheet title={t("consent.notice")} tall onClose={onClose}>
      {noticeText().whole.map((line) => (
        <p key={line}>{saidTo(line, who)}</p>
      ))}
      <p class="caption">
        {t("consent.version", { n: NOTICE.version, date: day(NOTICE.valid_from) })}
      </p>
    </Sheet>
  );
}
