/** The history of a registration from the server's log: every operation, who, where, by both clocks. */
import { useState } from "preact/hooks";
import { type Asked, type Happened, type Whole, wholeHistory } from "../../state/proof";
import { d } from "../../text/desk";
import { isProofText, p } from "../../text/proof";
import { DeskButton } from "../../ui/desk-parts";
import { Sheet } from "../../ui/sheet";
import { nameOf } from "./names";
import { moment, skewWords } from "./show";
import { answered, changed, spoken } from "./told-changes";

const FAR_MS = 60_000;

/** Opens the whole history from the page of a registration; the server is asked only then. */
export function WholeHistoryButton({ id }: { id: string }) {
  const [asked, setAsked] = useState<Asked<Whole> | null>(null);
  return (
    <>
      <DeskButton small kind="bare" onClick={() => void wholeHistory(id).then(setAsked)}>
        {p("history.show")}
      </DeskButton>
      {asked && (
        <Sheet title={p("history.show")} onClose={() => setAsked(null)}>
          {asked.kind === "ok" ? (
            <WholeHistory of={asked.body} />
          ) : (
            <p class="notice plain">{d(`load.${asked.kind}`)}</p>
          )}
        </Sheet>
      )}
    </>
  );
}

export function WholeHistory({ of: { items, registration } }: { of: Whole }) {
  return (
    <section class="box past whole-past" aria-label={p("history.title")}>
      <h2>{p("history.title")}</h2>
      <p class="meta">{p("history.lead")}</p>
      <ol>
        {items.map((item) => (
          <li key={`${item.device}${item.n}`}>
            <span class="num">{moment(item.received_at)}</span>
            <span>
              <b>{whatWords(item)}</b>
              {[...spoken(item), ...changed(item), ...answered(item, registration.id)].map(
                (line) => (
                  <span key={line} class="block">
                    {line}
                  </span>
                ),
              )}
              <span class="meta block">{whoWords(item)}</span>
              <span class="meta block num">{clockWords(item)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** "Diperiksa: dikembalikan: Foto buram (tidak diambil: …)" */
export function whatWords({ kind, says, result, detail, gone }: Happened): string {
  const known = `kind.${kind}`;
  const parts = [p(isProofText(known) ? known : "kind.other")];
  for (const key of [says.verdict, says.step]) {
    const said = `says.${key}`;
    if (key && isProofText(said)) parts.push(p(said));
  }
  if (says.message ?? says.reason) parts.push((says.message ?? says.reason) as string);
  if (gone) parts.push(p("history.gone"));
  const came = `result.${result}`;
  if (!isProofText(came)) return parts.join(": ");
  return `${parts.join(": ")} (${[p(came), result === "quarantined" ? detail : null].filter(Boolean).join(": ")})`;
}

function whoWords({ account, role, label, app }: Happened): string {
  const who = p("history.by", { name: nameOf(account), role: d(`role.${role}`), device: label });
  return app ? `${who} · ${p("history.app", { app })}` : who;
}

function clockWords({ recorded_at, skew_ms, received_at }: Happened): string {
  if (!recorded_at) return "";
  const apart = Math.abs(Date.parse(received_at) - Date.parse(recorded_at));
  if (apart < FAR_MS && skew_ms !== null && Math.abs(skew_ms) < FAR_MS) return "";
  return p("history.phone", { at: moment(recorded_at), skew: skewWords(skew_ms).words });
}
