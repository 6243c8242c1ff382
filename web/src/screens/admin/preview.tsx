/** The registration as the supervisor will read it with these picks, with the rules run on the whole. */

import type { Projected } from "../../domain/project";
import { sameValue } from "../../domain/same";
import { d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";
import { DeskPhoto } from "../desk/desk-photo";
import { unitLabel, unitSummary } from "../desk/lines";
import { ProposedPhoto } from "./proposed-photo";
import { pickOf } from "./settlement";
import type { Settling } from "./settling";

/** A photo cannot be typed: another than the standing one is one of those proposed. */
function PickedPhoto({ registration, settling }: { registration: Projected; settling: Settling }) {
  const picked = settling.ways
    .filter((way) => way.unit === "photo")
    .flatMap((way) => {
      const pick = pickOf(way, settling.picks);
      const op = pick?.choice === "proposed" ? pick.proposal : null;
      return way.proposed.filter(({ proposal }) => proposal.stamp.op === op);
    })[0];
  return picked && <ProposedPhoto registration={registration.id} proposal={picked.proposal} />;
}

export function Preview(props: { registration: Projected; settling: Settling }) {
  const { registration, settling } = props;
  const waits = new Set(settling.open.map((way) => way.unit));
  // M33: a chosen value that changes what was approved or closed submits it again.
  const sendsAgain =
    registration.status !== "submitted" &&
    registration.status !== "returned" &&
    !sameValue(registration.units, settling.result);
  return (
    <section class="box preview" aria-live="polite">
      <div>
        <h2>{d("preview.title", { n: registration.base + 1 })}</h2>
        <p class="meta">{d("preview.reader")}</p>
        {sameValue(settling.result.photo, registration.units.photo) ? (
          <>
            <DeskPhoto registration={registration} />
            {waits.has("photo") && <p class="meta">{d("preview.photo_standing")}</p>}
          </>
        ) : (
          <PickedPhoto registration={registration} settling={settling} />
        )}
      </div>
      <dl class="facts num">
        {settling.ways.map(({ unit }) => (
          <>
            <dt>{unitLabel(unit)}</dt>
            {waits.has(unit) ? (
              <dd data-tone="settle">{d("preview.waits")}</dd>
            ) : (
              <dd>{unitSummary(unit, settling.result[unit])}</dd>
            )}
          </>
        ))}
      </dl>
      <ul class="checks">
        {settling.broken.map((rule) => (
          <li key={rule} data-tone="stop">
            <DeskIcon name="warn" />
            <span>{rule}</span>
          </li>
        ))}
        {settling.broken.length === 0 && (
          <li data-tone="good">
            <DeskIcon name="ok" />
            <span>{d(waits.size > 0 ? "conflict.rules_so_far" : "conflict.rules_pass")}</span>
          </li>
        )}
        {sendsAgain && (
          <li class="meta">
            <DeskIcon name="info" />
            <span>{d("preview.again")}</span>
          </li>
        )}
      </ul>
    </section>
  );
}
