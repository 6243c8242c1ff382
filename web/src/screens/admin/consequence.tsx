/** What will happen once it is settled, in words, and whom the incentive goes to. */
import type { Projected } from "../../domain/project";
import { type DeskKey, d } from "../../text/desk";
import { Option } from "../../ui/desk-parts";
import { unitLabel } from "../desk/lines";
import { firstName, nameOf } from "../desk/names";
import { listed } from "../desk/show";
import { type Deciding, letterOf } from "./deciding";

export function Consequence(props: { claims: readonly Projected[]; deciding: Deciding }) {
  const { claims, deciding } = props;
  const recruiters = [...new Set(claims.map((claim) => claim.recruiter))];
  return (
    <section class="box consequence">
      <div aria-live="polite">
        <h2>{d("duplicate.then")}</h2>
        <p>{words(claims, deciding)}</p>
        {deciding.two && (
          <label>
            {d("duplicate.reason")}
            <input
              class="desk-input"
              value={deciding.reason}
              onInput={(event) => deciding.setReason(event.currentTarget.value)}
            />
          </label>
        )}
      </div>
      {deciding.kept && (
        <div>
          <h2 id="credit">{d("duplicate.credit")}</h2>
          <div class="row wrap" role="radiogroup" aria-labelledby="credit">
            {recruiters.map((account) => (
              <Option
                key={account}
                chosen={deciding.credit === account}
                hint={null}
                onChoose={() => deciding.setCredit(account)}
              >
                {nameOf(account)}
              </Option>
            ))}
          </div>
        </div>
      )}
    </section>
  );
}

/** Told from the statuses as they are: what is approved stays so, what is open goes on. */
function words(claims: readonly Projected[], deciding: Deciding): string {
  const names = listed([...new Set(claims.map((claim) => firstName(claim.recruiter)))]);
  if (deciding.two) return d("then.two", { names });
  const at = claims.findIndex((claim) => claim.id === deciding.kept);
  const kept = claims[at];
  if (!kept) return d("then.nothing");
  const closed = listed(claims.map((_, i) => letterOf(i)).filter((_, i) => i !== at));
  return [
    d(wayOf(kept, deciding), { letter: letterOf(at) }),
    ...broughtWords(claims, deciding),
    d("then.closed", { letters: closed }),
    d("then.told", { names }),
  ].join(" ");
}

/** M33: what was approved and takes something over is submitted again. */
function wayOf(kept: Projected, { taken }: Deciding): DeskKey {
  if (kept.status === "submitted") return "then.kept_goes_on";
  return taken.size > 0 && kept.status !== "returned" ? "then.kept_again" : "then.kept_stays";
}

function broughtWords(claims: readonly Projected[], { taken }: Deciding): string[] {
  return claims.flatMap((claim, i) => {
    const units = [...taken].flatMap(([unit, from]) => (from === claim.id ? unitLabel(unit) : []));
    if (units.length === 0) return [];
    return d("then.brought", { units: listed(units), letter: letterOf(i) });
  });
}
