/** Approving many asks once: who is listed, who is left out and why; then one review each (M103, M104). */
import { useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { d, isDeskText } from "../../text/desk";
import { DeskButton } from "../../ui/desk-parts";
import { Sheet } from "../../ui/sheet";
import { firstName, shortClinic } from "../desk/names";
import { listed, versionName } from "../desk/show";
import { offerUndo } from "../desk/undo";
import { approveAll, type LeftOut, type Outcome, type Plan, reopenAll } from "./many";

interface ManyProps {
  plan: Plan;
  onClose: () => void;
  /** Some are approved: what stood open may be among them. */
  onDone: () => void;
}

export function ManySheet({ plan, onClose, onDone }: ManyProps) {
  const [through, setThrough] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const n = plan.approve.length;
  async function approve() {
    if (through !== null) return;
    setThrough(0);
    const done = await approveAll(plan.approve, setThrough);
    offerReopening(done.approved);
    if (done.stopped || done.moved.length > 0) setOutcome(done);
    else onDone();
  }
  return (
    <Sheet title={d("many.title", { n })} onClose={outcome ? onDone : onClose}>
      {outcome ? (
        <Remaining outcome={outcome} of={n} />
      ) : (
        <>
          <p>{d("many.about")}</p>
          <People people={plan.approve} />
          {plan.left_out.length > 0 && <LeftOutList left={plan.left_out} />}
        </>
      )}
      <div class="row">
        <span class="meta num" role="status">
          {through !== null && d("many.doing", { a: through, n })}
        </span>
        <span class="push" />
        <DeskButton onClick={outcome ? onDone : onClose}>
          {d(outcome ? "back" : "cancel")}
        </DeskButton>
        {!outcome && (
          <DeskButton kind="main" icon="check" onClick={() => void approve()}>
            {d("many.approve", { n })}
          </DeskButton>
        )}
      </div>
    </Sheet>
  );
}

function offerReopening(approved: readonly Projected[]): void {
  if (approved.length === 0) return;
  offerUndo({
    of: approved.map((one) => one.id),
    deed: d("many.done", { n: approved.length }),
    undo: () => reopenAll(approved),
  });
}

function People({ people }: { people: readonly Projected[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, what scrolls must be reachable by keys.
    <section class="scroll many" tabIndex={0} aria-label={d("many.list")}>
      <ol>
        {people.map((one) => (
          <li key={one.id}>
            <b>{one.units.name.full_name}</b>{" "}
            <span class="meta num">
              {[
                shortClinic(one.clinic),
                firstName(one.recruiter),
                d("review.version", { n: versionName(one.base) }),
              ].join(" · ")}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function LeftOutList({ left }: { left: Plan["left_out"] }) {
  const all = left.reduce((sum, [, n]) => sum + n, 0);
  return (
    <section>
      <h3>{d("many.left_out", { n: all })}</h3>
      <ul class="left-out">
        {left.map(([why, n]) => (
          <li key={why} class="row">
            <span>{reasonWords(why)}</span>
            <span class="push" />
            <span class="num">{n}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Remaining({ outcome, of }: { outcome: Outcome; of: number }) {
  const { approved, moved, stopped } = outcome;
  return (
    <>
      {stopped && <p>{d("many.stopped", { a: approved.length, n: of })}</p>}
      {moved.length > 0 && (
        <p>
          {d("many.moved", {
            n: moved.length,
            names: listed(moved.map((one) => one.units.name.full_name)),
          })}
        </p>
      )}
    </>
  );
}

/** A check that does not pass in words, or one of the reasons that are no check. */
export function reasonWords(why: LeftOut): string {
  const own = `many.${why}`;
  if (isDeskText(own)) return d(own);
  const check = `check.${why}.fail`;
  return isDeskText(check) ? d(check) : why;
}
