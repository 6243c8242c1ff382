/** "The same choice for 11 more": offered once a side is chosen, shown before it is done (M105). */
import { useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { letterKeys } from "../../state/desk";
import { d } from "../../text/desk";
import { useDeskKeys } from "../../ui/desk-keys";
import { DeskButton } from "../../ui/desk-parts";
import { Sheet } from "../../ui/sheet";
import { unitInSentence, unitSummary } from "../desk/lines";
import { deviceLabel } from "../desk/names";
import { listed } from "../desk/show";
import { offerUndo } from "../desk/undo";
import {
  alikeTo,
  type Planned,
  planSame,
  reopenSame,
  type SamePlan,
  type Settled,
  settleSame,
} from "./same-choice";
import { pickOf } from "./settlement";
import { brokenRules, type Settling } from "./settling";

interface BoxProps {
  registration: Projected;
  inbox: readonly Projected[];
  settling: Settling;
  onDone: () => void;
}

export function SameBox({ registration, inbox, settling, onDone }: BoxProps) {
  const [plan, setPlan] = useState<SamePlan | null>(null);
  const alike = alikeTo(registration, inbox);
  const [first] = alike;
  const pick = first && pickOf(first.way, settling.picks)?.choice;
  const side = pick === "standing" || pick === "proposed" ? pick : null;
  const open = () => {
    if (side && alike.length > 1) setPlan(planSame(alike, side, brokenRules));
  };
  useDeskKeys({ "Shift+A": open }, { letters: letterKeys.value });
  if (!first || alike.length < 2) return null;
  const { unit, proposed } = first.way;
  return (
    <section class="box row wrap same">
      <span>
        {d("same.offer", {
          n: alike.length - 1,
          unit: unitInSentence(unit),
          phone: deviceLabel(proposed[0]?.proposal.stamp.device ?? ""),
        })}
      </span>
      <span class="push" />
      <DeskButton hint="Shift+A" off={side ? null : d("same.choose_first")} onClick={open}>
        {d("same.show")}
      </DeskButton>
      {plan && <SameSheet plan={plan} onClose={() => setPlan(null)} onDone={onDone} />}
    </section>
  );
}

interface SheetProps {
  plan: SamePlan;
  onClose: () => void;
  onDone: () => void;
}

function SameSheet({ plan, onClose, onDone }: SheetProps) {
  const [settled, setSettled] = useState<Settled | null>(null);
  const n = plan.take.length;
  async function settle() {
    const found = await settleSame(plan.take);
    if (found.done.length > 0) {
      offerUndo({
        of: found.done.map((one) => one.registration.id),
        deed: d("same.done", { n: found.done.length }),
        undo: () => reopenSame(found.done),
      });
    }
    if (found.moved.length > 0) setSettled(found);
    else onDone();
  }
  return (
    <Sheet title={d("same.title", { n })} onClose={settled ? onDone : onClose}>
      {settled ? (
        <p>{d("many.moved", { n: settled.moved.length, names: namesOf(settled.moved) })}</p>
      ) : (
        <>
          <Results planned={plan.take} />
          {plan.left_out.map(({ registration, broken }) => (
            <p key={registration.id}>
              {d("same.left_out", {
                name: registration.units.name.full_name,
                rules: broken.join("; "),
              })}
            </p>
          ))}
        </>
      )}
      <div class="row">
        <span class="push" />
        <DeskButton onClick={settled ? onDone : onClose}>
          {d(settled ? "back" : "cancel")}
        </DeskButton>
        {!settled && (
          <DeskButton
            kind="main"
            off={n === 0 ? d("same.none") : null}
            onClick={() => void settle()}
          >
            {d("same.settle", { n })}
          </DeskButton>
        )}
      </div>
    </Sheet>
  );
}

function namesOf(planned: readonly Planned[]): string {
  return listed(planned.map((one) => one.registration.units.name.full_name));
}

function Results({ planned }: { planned: readonly Planned[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, what scrolls must be reachable by keys.
    <section class="scroll many" tabIndex={0} aria-label={d("same.results")}>
      <table class="desk-table num">
        <thead>
          <tr>
            <th scope="col">{d("people.name")}</th>
            <th scope="col">{d("column.standing")}</th>
            <th scope="col">{d("column.result")}</th>
          </tr>
        </thead>
        <tbody>
          {planned.map(({ registration, choices, before, after }) => {
            const unit = registration.threads.find((t) => t.id === choices[0]?.thread)?.unit;
            return (
              <tr key={registration.id}>
                <th scope="row">{registration.units.name.full_name}</th>
                <td>{unit && unitSummary(unit, before)}</td>
                <td>{unit && unitSummary(unit, after)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
