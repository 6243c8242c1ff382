/** The claims side by side: equal rows are quiet, differing ones marked. */
import type { Projected } from "../../domain/project";
import type { Units } from "../../domain/types";
import { d } from "../../text/desk";
import { StatusChip } from "../../ui/chip";
import { SignatureDrawing } from "../../ui/signature";
import { DeskPhoto } from "../desk/desk-photo";
import { fieldLabel, unitLabel, unitLines, unitSummary } from "../desk/lines";
import { clinicName, deviceLabel, nameOf } from "../desk/names";
import { letterOf } from "./deciding";

interface ClaimsProps {
  claims: readonly Projected[];
  kept: string | null;
}
interface Row {
  label: string;
  texts: string[];
}

/** What an admin compares: the person line by line, address, work and contribution as one line each. */
function rowsOf(claims: readonly Projected[]): Row[] {
  const lineRow = (unit: "name" | "identity" | "contact", field: string): Row => ({
    label: fieldLabel(field),
    texts: claims.map(
      ({ units }) =>
        unitLines(unit, units[unit]).find((line) => line.fields[0] === field)?.text ?? "–",
    ),
  });
  const unitRow = (unit: keyof Units): Row => ({
    label: unitLabel(unit),
    texts: claims.map(({ units }) => unitSummary(unit, units[unit])),
  });
  return [
    lineRow("name", "full_name"),
    lineRow("name", "birth_place"),
    lineRow("identity", "nik"),
    lineRow("identity", "birth_date"),
    lineRow("identity", "sex"),
    lineRow("contact", "phone"),
    unitRow("address"),
    unitRow("work"),
    unitRow("contribution"),
  ];
}

export function Claims({ claims, kept }: ClaimsProps) {
  const side = (claim: Projected, more = "") => `claim ${claim.id === kept ? "taken" : ""} ${more}`;
  return (
    <section class="claims" style={{ "--claims": claims.length }} aria-label={d("claims.title")}>
      <span class="claim-label" />
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
      {rowsOf(claims).map((row) => {
        const differ = new Set(row.texts.map((text) => text.toLowerCase())).size > 1;
        return [
          <span key={row.label} class="claim-label">
            {row.label}
          </span>,
          ...claims.map((claim, i) => (
            <span key={claim.id} class={`${side(claim)} num`} data-letter={letterOf(i)}>
              {differ ? <mark>{row.texts[i]}</mark> : row.texts[i]}
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

function whereFrom(claim: Projected): string {
  const stamp = claim.entry?.unit_stamps?.identity;
  const place = clinicName(claim.clinic);
  return stamp ? `${place} · ${deviceLabel(stamp.device)}` : place;
}
