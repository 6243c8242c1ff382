/** One unit's row: the base to read, the sides to choose, and the result with real fields for a third value. */
import { Fragment } from "preact";
import type { Side, ThreeWay } from "../../domain/difference";
import type { Projected } from "../../domain/project";
import type { UnitName, UnitValue } from "../../domain/types";
import { d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";
import { DeskButton } from "../../ui/desk-parts";
import {
  BaseCell,
  CellLines,
  CellTitle,
  type ShownLine,
  SideCell,
  ThreeWayRow,
} from "../../ui/desk-three-way";
import { DeskPhoto } from "../desk/desk-photo";
import { unitLabel, unitLines } from "../desk/lines";
import { serverProblemWords } from "../desk/problems";
import { focusedSide } from "./conflict-keys";
import { captionOf, proposedStamps, standingStamps } from "./evidence";
import { ProposedPhoto } from "./proposed-photo";
import { pickedValue, pickOf } from "./settlement";
import type { Settling } from "./settling";
import { canBeTyped } from "./typed";
import { UnitEditor } from "./unit-editor";

interface RowProps {
  registration: Projected;
  way: ThreeWay;
  settling: Settling;
}

/** A unit's lines; an emptied field is shown where it differs, so that taking away is seen too. */
function shown(unit: UnitName, value: UnitValue, changed: ReadonlySet<string>): ShownLine[] {
  return unitLines(unit, value).flatMap((line) => {
    const marked = line.fields.some((field) => changed.has(field));
    if (line.text === null && !marked) return [];
    return [{ key: line.fields[0], text: line.alone ?? line.text ?? d("value.empty"), marked }];
  });
}

export function ConflictRow({ registration, way, settling }: RowProps) {
  const pick = pickOf(way, settling.picks);
  const name = unitLabel(way.unit);
  const standingSources = standingStamps(registration, settling.ways);
  const proposedSources = proposedStamps(settling.ways);
  const lines = (side: Side) => shown(way.unit, side.value, side.changed);
  return (
    <ThreeWayRow
      way={way.thread.id}
      label={name}
      note={pickedValue(way, pick) === null ? d("conflict.open") : problemNote(way)}
    >
      <BaseCell title={d("column.base")} lines={way.base && shown(way.unit, way.base, new Set())} />
      <div class="stack">
        <SideCell
          title={d("column.standing")}
          lines={lines(way.standing)}
          hint="1"
          side="standing"
          chosen={pick?.choice === "standing"}
          caption={captionOf(registration.entry?.unit_stamps?.[way.unit], standingSources)}
          onChoose={() => settling.pickStanding(way)}
        />
        {way.unit === "photo" && <DeskPhoto registration={registration} />}
      </div>
      <div class="stack">
        {way.proposed.map((side, i) => (
          <Fragment key={side.proposal.stamp.op}>
            <SideCell
              title={d("column.proposed")}
              lines={lines(side)}
              hint="2"
              side={String(i)}
              chosen={pick?.choice === "proposed" && pick.proposal === side.proposal.stamp.op}
              caption={captionOf(side.proposal.stamp, proposedSources)}
              onChoose={() => settling.pickProposed(way, side.proposal.stamp.op)}
            />
            {way.unit === "photo" && (
              <ProposedPhoto registration={registration.id} proposal={side.proposal} />
            )}
          </Fragment>
        ))}
      </div>
      <ResultCell way={way} settling={settling} />
    </ThreeWayRow>
  );
}

function problemNote(way: ThreeWay): string | null {
  const problems = way.thread.problems ?? [];
  return problems.length > 0 ? problems.map(serverProblemWords).join("; ") : null;
}

function ResultCell({ way, settling }: Omit<RowProps, "registration">) {
  const pick = pickOf(way, settling.picks);
  const typed = settling.typed.get(way.thread.id);
  const value = pickedValue(way, pick);
  if (!pick || value === null) {
    return (
      <div class="cell open">
        <CellTitle>{d("column.result")}</CellTitle>
        <span>{d(canBeTyped(way.unit) ? "conflict.choose" : "conflict.choose_side")}</span>
        <span class="row" aria-hidden="true">
          <kbd>1</kbd> <kbd>2</kbd> {canBeTyped(way.unit) && <kbd>3</kbd>}
        </span>
        {canBeTyped(way.unit) && (
          <DeskButton small icon="pen" onClick={() => settling.startTyping(way, focusedSide())}>
            {d("result.type")}
          </DeskButton>
        )}
      </div>
    );
  }
  const title = (
    <span class="tone brand">
      <DeskIcon name={pick.choice === "value" ? "pen" : "check"} /> {d(`result.${pick.choice}`)}
    </span>
  );
  if (pick.choice === "value" && typed) {
    return (
      <div class="cell result">
        <CellTitle>{d("column.result")}</CellTitle>
        {title}
        <UnitEditor unit={way.unit} typed={typed} onType={(next) => settling.type(way, next)} />
      </div>
    );
  }
  const side = pick.choice === "proposed" ? proposedAt(way, pick.proposal) : ("standing" as const);
  return (
    <div class="cell result num">
      <CellTitle>{d("column.result")}</CellTitle>
      {title}
      <CellLines lines={shown(way.unit, value, new Set())} />
      {canBeTyped(way.unit) && (
        <DeskButton
          small
          kind="bare"
          icon="pen"
          hint="3"
          onClick={() => settling.startTyping(way, side)}
        >
          {d("result.type")}
        </DeskButton>
      )}
    </div>
  );
}

function proposedAt(way: ThreeWay, op: string): number {
  return way.proposed.findIndex((side) => side.proposal.stamp.op === op);
}
