/** The NIK, read as it is typed. What it says stands below it in NikFacts. */
import { type NikProblem, readNik } from "../../../domain/nik";
import { isKnownRegion } from "../../../domain/regions";
import { today } from "../../../state/registrations";
import { t } from "../../../text";
import { Checkbox } from "../../../ui/field";
import { Message } from "../../../ui/message";
import { NikField } from "../../../ui/nik-field";
import { impossible, isConfirmable } from "../errors";
import { withNik } from "../form";
import { useRegions } from "../regions";
import type { FormProps } from "./form";
import { NikFacts } from "./nik-facts";

export function IdentityForm(form: FormProps) {
  const { fields, set, errors } = form;
  const regions = useRegions();
  const isRegion = (code: string) => (regions ? isKnownRegion(regions, code) : undefined);
  const nik = fields.nik ?? "";
  const confirmed = fields.nik_confirmed === true;
  const reading = readNik(nik, today.value, isRegion);
  const fault = reading.problems.find(isConfirmable);
  const warned = reading.problems.find((problem) => problem.level === "warn");
  return (
    <>
      <NikField
        id="nik"
        label={t("nik.title")}
        hint={t("nik.hint")}
        digits={nik}
        faults={faultsOf(reading.problems, confirmed)}
        mood={warned || (fault && confirmed) ? "warn" : ""}
        error={fault && !confirmed ? impossible(fault, nik) : errors.of("nik")}
        onDigits={(digits) => set(withNik(fields, digits, today.value, isRegion))}
        onLeave={() => nik !== "" && errors.leave("nik")}
      />
      {fault && (
        <div class="card">
          <p>{t("nik.misprint")}</p>
          <Checkbox
            id="nik_confirmed"
            label={t("nik.so_on_card")}
            hint={t("nik.marked")}
            checked={confirmed}
            onChange={(checked) => set({ nik_confirmed: checked })}
          />
        </div>
      )}
      {warned && <Warning problem={warned} nik={nik} />}
      {nik.length >= 6 && <NikFacts form={form} reading={reading} regions={regions} />}
    </>
  );
}

function Warning({ problem, nik }: { problem: NikProblem; nik: string }) {
  if (problem.code === "region_unknown") {
    const code = dotted(nik.slice(0, problem.digits?.[1] ?? 6));
    return (
      <Message tone="heed" title={t("nik.unknown_title", { code })}>
        {t("nik.unknown_text")}
      </Message>
    );
  }
  return problem.code === "century_unclear" ? (
    <Message tone="heed" title={t("nik.century_title")}>
      {t("nik.century_text")}
    </Message>
  ) : (
    <Message tone="heed" title={t("nik.serial_zero_title")}>
      {t("nik.serial_zero_text")}
    </Message>
  );
}

function faultsOf(problems: readonly NikProblem[], confirmed: boolean) {
  return problems.flatMap((problem) => {
    if (!problem.digits) return [];
    const stops = isConfirmable(problem) && !confirmed;
    return [{ digits: problem.digits, tone: stops ? ("stop" as const) : ("heed" as const) }];
  });
}

/** `327501` as Kemendagri writes it: `32.75.01`. */
export function dotted(digits: string): string {
  return digits.replace(/(\d\d)(?=\d)/g, "$1.");
}
