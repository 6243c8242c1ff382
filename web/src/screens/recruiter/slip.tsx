/** What a member may take along: the code, who and what, and what it does not prove. */
import type { ComponentChildren } from "preact";
import type { Projected } from "../../domain/project";
import { person } from "../../state/session";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { Pairs } from "../../ui/card";
import { StatusChip } from "../../ui/chip";
import { Mark } from "../../ui/mark";
import { shareSlip } from "./slip-image";
import { type SlipWords, slipOf } from "./slip-words";

export function Slip({ of }: { of: Projected }) {
  const { code, lines, truths } = wordsOf(of);
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
        <Pairs
          of={lines.map(({ name, value }) => ({ name, value: <span class="num">{value}</span> }))}
        />
      </Part>
      <Part>
        {truths.map((truth) => (
          <p class="quiet-text" key={truth}>
            {truth}
          </p>
        ))}
      </Part>
    </section>
  );
}

export function ShareSlip({ of }: { of: Projected }) {
  return (
    <Button icon="share" onClick={() => void shareSlip(wordsOf(of))}>
      {t("saved.share")}
    </Button>
  );
}

function wordsOf(of: Projected): SlipWords {
  const me = person.value?.me;
  const known = me && [me.account, ...me.people].find(({ id }) => id === of.recruiter);
  return slipOf(of, known?.name ?? "");
}

function Part({ children }: { children: ComponentChildren }) {
  return <div class="part">{children}</div>;
}
