/** A correction that was typed and not sent: to go on with, or, where it came too late, to read and let go of. */
import { useState } from "preact/hooks";
import { type Correction, mayBeCorrected, typedIn } from "../../domain/correction";
import type { Projected } from "../../domain/project";
import type { UnitName } from "../../domain/types";
import { keepCorrection, removeCorrection } from "../../state/corrections";
import { releasePhotos } from "../../state/photos";
import { t } from "../../text";
import { ButtonLink, LinkButton } from "../../ui/button";
import { Card, Pairs } from "../../ui/card";
import { Message } from "../../ui/message";
import { Undo } from "../../ui/undo";
import { UNIT_OF } from "../../wire/units.gen";
import { correctionOf } from "./correcting";
import { useContactFacts } from "./facts";
import { fieldWords } from "./field-words";
import { cardOf } from "./parts";

/** `one` is null where the registration is not here any more. */
export function KeptCorrection({ id, one }: { id: string; one: Projected | null }) {
  const kept = correctionOf(id);
  const [dropped, setDropped] = useState<Correction | null>(null);
  if (kept) {
    const drop = () => {
      setDropped(kept);
      void removeCorrection(id);
    };
    return <Kept of={kept} one={one} onDrop={drop} />;
  }
  if (!dropped) return null;
  return (
    <Undo
      deed={t("correction.dropped")}
      onUndo={() => void keepCorrection(dropped)}
      onGone={() => {
        setDropped(null);
        void releasePhotos(id);
      }}
    />
  );
}

function Kept({ of, one, onDrop }: { of: Correction; one: Projected | null; onDrop: () => void }) {
  const late = one === null || !mayBeCorrected(one.status);
  const pairs = useTyped(of);
  return (
    <Card heading={t("chip.correction")}>
      {late && (
        <Message tone="heed" title={t("correction.late")}>
          {one
            ? t("correction.late_text", { status: t(`chip.${one.chip}`) })
            : t("correction.gone_text")}
        </Message>
      )}
      <Pairs of={pairs} />
      <div class="calculator">
        {!late && (
          <ButtonLink href={`/registration/${of.id}/${cardOf(typedIn(of)[0] ?? "")}`}>
            {t("correction.go_on")}
          </ButtonLink>
        )}
        <LinkButton icon="trash" onClick={onDrop}>
          {t("correction.drop")}
        </LinkButton>
      </div>
    </Card>
  );
}

/** What tells a person what was typed; the rest follows from it. */
const TOLD: Record<Exclude<UnitName, "address">, readonly string[]> = {
  identity: ["nik", "birth_date", "sex"],
  name: ["full_name", "birth_place"],
  contact: ["phone", "email"],
  work: ["occupation", "workplace", "work_starts", "work_ends"],
  contribution: ["monthly_income", "programmes", "months", "first_month", "quote_total"],
  heirs: ["heirs"],
  note: ["note"],
  photo: ["id_photo"],
};

function useTyped(of: Correction) {
  const [address] = useContactFacts(of.fields);
  const typed: readonly string[] = typedIn(of);
  return unitsOf(typed).map((unit) => ({
    name: t(`unit.${unit}`),
    value:
      unit === "address"
        ? address?.value
        : TOLD[unit]
            .filter((field) => typed.includes(field))
            .map((field) => fieldWords(field, of.fields))
            .filter((words) => words !== "")
            .join(", "),
  }));
}

/** The units of some fields, each once. */
function unitsOf(fields: readonly string[]): UnitName[] {
  return [...new Set(fields.map((field) => UNIT_OF[field as keyof typeof UNIT_OF]))];
}

/** On a page of correcting: what others have changed meanwhile, and what is sent along. */
export function AlsoTyped(props: { moved: readonly UnitName[]; elsewhere: readonly string[] }) {
  const inWords = (units: readonly UnitName[]) => units.map((unit) => t(`unit.${unit}`)).join(", ");
  return (
    <>
      {props.moved.length > 0 && (
        <Message tone="heed" title={t("correction.moved", { units: inWords(props.moved) })}>
          {t("correction.moved_text")}
        </Message>
      )}
      {props.elsewhere.length > 0 && (
        <p class="hint">{t("correction.along", { units: inWords(unitsOf(props.elsewhere)) })}</p>
      )}
    </>
  );
}
