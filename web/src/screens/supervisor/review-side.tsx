/** Beside the fields: checks with the failed ones first, the signature, and what happened so far. */
import type { Projected } from "../../domain/project";
import type { Check } from "../../domain/types";
import { d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";
import { DeskButton } from "../../ui/desk-parts";
import { SignatureDrawing } from "../../ui/signature";
import { happened } from "../desk/history";
import { moment } from "../desk/show";
import { WholeHistoryButton } from "../desk/whole-history";
import { Evidence } from "./check-evidence";
import { checkNote, checkWords } from "./checks";
import { ConsentEnded } from "./consent-ended";
import { marks } from "./marks";
import { checksOf } from "./queue";

export function Checks({ registration, folded }: { registration: Projected; folded: boolean }) {
  const checks = checksOf(registration, marks.value);
  const failed = checks.filter((check) => !check.ok);
  const passed = checks.filter((check) => check.ok);
  const passedList = passed.map((check) => (
    <CheckItem key={check.code} check={check} of={registration} />
  ));
  return (
    <section aria-label={d("review.checks")}>
      {failed.length > 0 && (
        <ul class="checks">
          {failed.map((check) => (
            <CheckItem key={check.code} check={check} of={registration} />
          ))}
        </ul>
      )}
      {folded && failed.length > 0 ? (
        <details>
          <summary>{d("review.others_pass", { n: passed.length })}</summary>
          <ul class="checks">{passedList}</ul>
        </details>
      ) : (
        <ul class="checks">{passedList}</ul>
      )}
      {checks.length === 0 && <p class="meta">{d("review.no_checks")}</p>}
    </section>
  );
}

function CheckItem({ check, of }: { check: Check; of: Projected }) {
  const note = check.ok ? "" : checkNote(check, of);
  return (
    <li>
      <span data-tone={check.ok ? "good" : "heed"}>
        <DeskIcon name={check.ok ? "ok" : "warn"} />
      </span>
      <span>
        {check.ok ? checkWords(check) : <b>{checkWords(check)}</b>}
        {note && <span class="meta block">{note}</span>}
        {!check.ok && <Evidence check={check} of={of} />}
      </span>
    </li>
  );
}

export function Signed({ registration }: { registration: Projected }) {
  const { consent } = registration;
  return (
    <section class="signed" aria-label={d("review.signature")}>
      {consent.signature ? (
        <SignatureDrawing strokes={consent.signature} label={d("review.signature")} />
      ) : (
        <span class="meta">{d("review.no_signature")}</span>
      )}
      <p class="meta">
        {d(`consent.way_${consent.method}`, { n: consent.notice_version })}
        <span class="block num">{moment(consent.given_at)}</span>
      </p>
      <ConsentEnded registration={registration} />
    </section>
  );
}

const HISTORY_SHOWN = 4;

interface HistoryProps {
  registration: Projected;
  all: boolean;
  onAll: (all: boolean) => void;
}

export function History({ registration, all, onAll }: HistoryProps) {
  const lines = [...registration.history].reverse();
  const shown = all ? lines : lines.slice(0, HISTORY_SHOWN);
  return (
    <section class="past">
      <div class="row">
        <h2>{d("review.history")}</h2>
        <span class="push" />
        <WholeHistoryButton id={registration.id} />
        {lines.length > HISTORY_SHOWN && (
          <DeskButton small kind="bare" hint="H" onClick={() => onAll(!all)}>
            {all ? d("history.less") : d("history.all", { n: lines.length })}
          </DeskButton>
        )}
      </div>
      <ol>
        {shown.map((event) => (
          <li key={`${event.version}${event.at}${event.what}`}>
            <span class="num">{moment(event.at)}</span>
            <span>{happened(event)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
