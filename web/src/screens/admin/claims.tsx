/** The claims side by side: equal rows are quiet, differing ones marked, and may go from one claim into the kept one. */
import type { Projected } from "../../domain/project";
import { d } from "../../text/desk";
import { StatusChip } from "../../ui/chip";
import { Keys } from "../../ui/desk-parts";
import { SignatureDrawing } from "../../ui/signature";
import { DeskPhoto } from "../desk/desk-photo";
import { unitLabel } from "../desk/lines";
import { clinicName, deviceLabel, nameOf } from "../desk/names";
import type { ClaimRow } from "./claim-rows";
import { type Deciding, letterOf } from "./deciding";

interface ClaimsProps {
  claims: readonly Projected[];
  deciding: Deciding;
}

export function Claims({ claims, deciding }: ClaimsProps) {
  const { kept, rows } = deciding;
  const side = (claim: Projected, more = "") => `claim ${claim.id === kept ? "taken" : ""} ${more}`;
  return (
    <section class="claims" style={{ "--claims": claims.length }} aria-label={d("claims.title")}>
      <span class="claim-label">{deciding.giveable.length > 0 && d("claims.hint")}</span>
      {claims.map((claim, i) => (
        <header key={claim.id} class={`${side(claim, "first")} row`}>
          <b class="letter">{letterOf(i)}</b>
          <span>
            <b>{nameOf(claim.recruiter)}</b>
            <span class="meta block">{whereFrom(claim)}</span>
          </span>
          <span class="push" />
          <StatusChip chip={claim.chip === "settling" ? "with_supervisor" : claim.chip} />
        </header>
      ))}
      {rows.map((row, at) => {
        const first = rows[at - 1]?.unit !== row.unit;
        return [
          <span key={row.label} class="claim-label row">
            {row.label}
            {first && <GiveKey row={row} deciding={deciding} />}
          </span>,
          ...claims.map((claim, i) => (
            <span key={claim.id} class={`${side(claim)} num row`} data-letter={letterOf(i)}>
              <ClaimText row={row} at={i} claims={claims} deciding={deciding} />
              {first && claim.id !== kept && (
                <Give row={row} from={claim} letter={letterOf(i)} deciding={deciding} />
              )}
            </span>
          )),
        ];
      })}
      <span class="claim-label">{d("claims.proofs")}</span>
      {claims.map((claim) => (
        <div key={claim.id} class={`${side(claim, "last")} claim-proofs`}>
          <DeskPhoto registration={claim} />
          {claim.consent.signature && (
            <SignatureDrawing strokes={claim.consent.signature} label={d("review.signature")} />
          )}
        </div>
      ))}
    </section>
  );
}

/** The key that hands a unit from claim to claim: its place among those that can be handed. */
function GiveKey({ row, deciding }: { row: ClaimRow; deciding: Deciding }) {
  const at = deciding.giveable.indexOf(row.unit);
  return at < 0 ? null : <Keys of={String(at + 1)} />;
}

/** What a claim says; in the kept one, what it will say once it has taken it over. */
function ClaimText(props: ClaimsProps & { row: ClaimRow; at: number }) {
  const { row, at, claims, deciding } = props;
  const own = row.texts[at];
  const from = deciding.taken.get(row.unit);
  if (claims[at]?.id === deciding.kept && from !== undefined) {
    const source = claims.findIndex(({ id }) => id === from);
    if (row.texts[source] === own) return <span>{own}</span>;
    return (
      <span>
        <s class="quiet">{own}</s> <b>{row.texts[source]}</b>{" "}
        <span class="meta">{d("claims.from", { letter: letterOf(source) })}</span>
      </span>
    );
  }
  return row.differs ? <mark>{own}</mark> : <span>{own}</span>;
}

interface GiveProps {
  row: ClaimRow;
  from: Projected;
  letter: string;
  deciding: Deciding;
}

function Give({ row, from, letter, deciding }: GiveProps) {
  if (!deciding.giveable.includes(row.unit)) return null;
  const given = deciding.taken.get(row.unit) === from.id;
  return (
    <button
      type="button"
      class="desk-button small give"
      aria-pressed={given}
      onClick={() => deciding.take(row.unit, from.id)}
    >
      {d(given ? "claims.taken" : "claims.take")}
      <span class="unseen"> {d("claims.of", { unit: unitLabel(row.unit), letter })}</span>
    </button>
  );
}

function whereFrom(claim: Projected): string {
  const stamp = claim.entry?.unit_stamps?.identity;
  const place = clinicName(claim.clinic);
  return stamp ? `${place} · ${deviceLabel(stamp.device)}` : place;
}
