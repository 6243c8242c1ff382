/** One registration's open questions: base, standing, proposed, result; the whole is settled at once. */
import type { RefObject } from "preact";
import { quietUnits, type ThreeWay } from "../../domain/difference";
import { maskNik } from "../../domain/nik";
import type { Projected } from "../../domain/project";
import { letterKeys } from "../../state/desk";
import { d } from "../../text/desk";
import { StatusChip } from "../../ui/chip";
import { DeskIcon } from "../../ui/desk-icon";
import { useDeskKeys } from "../../ui/desk-keys";
import { DeskButton, Keys } from "../../ui/desk-parts";
import { unitInSentence, unitLabel, unitSummary } from "../desk/lines";
import { clinicName, firstName } from "../desk/names";
import { serverProblemWords } from "../desk/problems";
import { conflictKeys } from "./conflict-keys";
import { ConflictRow } from "./conflict-row";
import { BaseHead, ProposedHead, ResultHead, StandingHead } from "./evidence";
import { NotTaken } from "./not-taken";
import { Preview } from "./preview";
import { type Place, RecordHead } from "./record-head";
import { SameBox } from "./same-box";
import { type Settling, useSettling } from "./settling";

interface PageProps {
  registration: Projected;
  /** What is shown in the inbox: a choice for many takes from these alone. */
  inbox: readonly Projected[];
  place: Place;
  takeFocus: RefObject<boolean>;
  onGo: (step: 1 | -1) => void;
  onDone: () => void;
  onInbox: () => void;
}

export function ConflictPage(props: PageProps) {
  const { registration, takeFocus, onGo, onDone, onInbox } = props;
  const settling = useSettling(registration, onDone);
  useDeskKeys(conflictKeys(settling, { onGo, onInbox }), { letters: letterKeys.value });
  const { ways } = settling;
  return (
    <article class="pane across" aria-labelledby="record-name">
      <RecordHead
        title={registration.units.name.full_name}
        beside={
          <>
            <StatusChip chip={registration.chip} />
            <span class="meta num">
              {maskNik(registration.units.identity.nik)} · {clinicName(registration.clinic)}
            </span>
          </>
        }
        place={props.place}
        takeFocus={takeFocus}
        onGo={onGo}
        onBack={onInbox}
      >
        <p class="meta">{questionWords(ways)}</p>
        {moreWords(registration, ways).map((words) => (
          <p key={words} class="meta">
            <b>{words}</b>
          </p>
        ))}
      </RecordHead>
      <div class="scroll wide">
        {registration.stale && <NotTaken />}
        <div class="three">
          <span />
          <BaseHead ways={ways} />
          <StandingHead registration={registration} ways={ways} />
          <ProposedHead ways={ways} />
          <ResultHead registration={registration} settling={settling} />
          {ways.map((way) => (
            <ConflictRow
              key={way.thread.id}
              registration={registration}
              way={way}
              settling={settling}
            />
          ))}
        </div>
        <QuietUnits registration={registration} ways={ways} />
        <Preview registration={registration} settling={settling} />
        <SameBox
          registration={registration}
          inbox={props.inbox}
          settling={settling}
          onDone={onInbox}
        />
      </div>
      <ConflictFoot settling={settling} onLater={() => onGo(1)} />
    </article>
  );
}

/** What happened, in a sentence for each kind of question that is open. */
function questionWords(ways: readonly ThreeWay[]): string {
  const kinds = [...new Set(ways.map((way) => way.thread.kind))];
  return kinds
    .map((kind) => d(`question.${kind}`, { n: ways.filter((w) => w.thread.kind === kind).length }))
    .join(" ");
}

/** Which rules the proposals would break, and which two admins answered without seeing each other. */
function moreWords({ history }: Projected, ways: readonly ThreeWay[]): string[] {
  const broken = new Set(
    ways.flatMap(({ thread }) => thread.problems ?? []).map(serverProblemWords),
  );
  const contested = ways.find(({ thread }) => thread.kind === "contested");
  const second = contested?.proposed.at(-1)?.proposal.stamp.account;
  const settled = history.filter(({ what, by }) => what === "resolve" && by !== second).at(-1);
  return [
    ...(broken.size > 0 ? [d("conflict.would_break", { rules: [...broken].join("; ") })] : []),
    ...(second && settled
      ? [d("conflict.two_admins", { a: firstName(settled.by), b: firstName(second) })]
      : []),
  ];
}

function QuietUnits({
  registration,
  ways,
}: {
  registration: Projected;
  ways: readonly ThreeWay[];
}) {
  const units = quietUnits(ways);
  return (
    <details class="box quiet-units">
      <summary>
        <DeskIcon name="checks" />{" "}
        {d("conflict.quiet", {
          n: units.length,
          units: units.map(unitInSentence).join(", "),
        })}
      </summary>
      <dl class="facts num">
        {units.map((unit) => (
          <>
            <dt>{unitLabel(unit)}</dt>
            <dd>{unitSummary(unit, registration.units[unit])}</dd>
          </>
        ))}
      </dl>
    </details>
  );
}

function ConflictFoot({ settling, onLater }: { settling: Settling; onLater: () => void }) {
  const { ways, open, off, settle } = settling;
  return (
    <footer class="foot">
      <span class="row meta key-hints">
        <Keys of="J+K" /> {d("hint.unit")} <Keys of="1+2+3" /> {d("hint.choose")} <Keys of="U" />{" "}
        {d("undo").toLowerCase()} <Keys of="?" /> {d("keys.all")}
      </span>
      <span class="push" />
      <span class="meta num" role="status">
        {open.length === 0 && off
          ? off
          : d("conflict.chosen", { a: ways.length - open.length, b: ways.length })}
      </span>
      <DeskButton hint="N" onClick={onLater}>
        {d("later")}
      </DeskButton>
      <DeskButton kind="main" hint="Ctrl+Enter" off={off} onClick={settle}>
        {d("settle")}
      </DeskButton>
    </footer>
  );
}
