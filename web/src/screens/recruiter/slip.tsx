/** What a member may take along: the code, who and what, and that it is no proof of payment. */
import type { ComponentChildren } from "preact";
import { codeOf } from "../../domain/code";
import { maskNik } from "../../domain/nik";
import type { Projected } from "../../domain/project";
import { person } from "../../state/session";
import { t } from "../../text";
import { type Pair, Pairs } from "../../ui/card";
import { StatusChip } from "../../ui/chip";
import { Mark } from "../../ui/mark";
import { clock, day, money, programmeNames } from "./words";

export interface SlipWords {
  code: string;
  lines: { name: string; value: string }[];
}

/** The words of a slip, for the screen as for the shared image. */
export function slipOf({ id, units, captured_at }: Projected): SlipWords {
  const { identity, name, contribution } = units;
  const programmes = programmeNames(contribution.programmes);
  const by = person.value?.me.account.name ?? "";
  return {
    code: codeOf(id),
    lines: [
      { name: t("fact.name"), value: name.full_name },
      { name: t("fact.nik"), value: maskNik(identity.nik) },
      {
        name: t("fact.programmes"),
        value: `${programmes}, ${t("months", { n: contribution.months })}`,
      },
      { name: t("fact.contribution"), value: money(contribution.quote_total) },
      { name: t("fact.recorded"), value: `${by}, ${day(captured_at)}, ${clock(captured_at)}` },
    ],
  };
}

export function Slip({ of }: { of: Projected }) {
  const { code, lines } = slipOf(of);
  const pairs: Pair[] = lines.map(({ name, value }) => ({
    name,
    value: <span class="num">{value}</span>,
  }));
  return (
    <section class="slip">
      <Part>
        <div class="sum-line">
          <h2>{t("saved.slip")}</h2>
          <Mark size={26} />
        </div>
        <div class="sum-line">
          <strong class="num">{code}</strong>
          <StatusChip chip={of.chip} />
        </div>
      </Part>
      <Part>
        <Pairs of={pairs} />
      </Part>
      <Part>
        <p class="quiet-text">{t("saved.truth")}</p>
      </Part>
    </section>
  );
}

function Part({ children }: { children: ComponentChildren }) {
  return <div class="part">{children}</div>;
}
