/** The other registrations that a check is about, each one to be opened. */
import type { Projected } from "../../domain/project";
import type { Check } from "../../domain/types";
import { registrations } from "../../state/registrations";
import { d } from "../../text/desk";
import { evidenceOf, isMark } from "./checks";

/** Named at once; the rest on asking. */
const NAMED = 3;

export function Evidence({ check, of }: { check: Check; of: Projected }) {
  const others = evidenceOf(check, of, registrations.value);
  const more = others.slice(NAMED);
  return (
    <>
      {others.length > 0 && (
        <span class="meta block evidence">
          {d("check.others")} <Links to={others.slice(0, NAMED)} />
        </span>
      )}
      {more.length > 0 && (
        <details class="meta">
          <summary>{d("check.more_others", { n: more.length })}</summary>
          <Links to={more} />
        </details>
      )}
      {isMark(check.code) && <span class="meta block">{d("check.only_marks")}</span>}
    </>
  );
}

function Links({ to }: { to: readonly Projected[] }) {
  return (
    <>
      {to.map((other, i) => (
        <>
          {i > 0 && ", "}
          <a key={other.id} href={`/list/${other.id}`}>
            {other.units.name.full_name}
          </a>
        </>
      ))}
    </>
  );
}
