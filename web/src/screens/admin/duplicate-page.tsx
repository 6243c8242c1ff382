/** One person, signed up more than once: who was first, what differs, and what shall be. */
import type { RefObject } from "preact";
import { maskNik } from "../../domain/nik";
import { letterKeys } from "../../state/desk";
import { d } from "../../text/desk";
import { StatusChip } from "../../ui/chip";
import { type DeskKeys, useDeskKeys } from "../../ui/desk-keys";
import { DeskButton, Option } from "../../ui/desk-parts";
import { DeskScroll } from "../../ui/desk-scroll";
import { enlargePhoto } from "../desk/desk-photo";
import { alikeWords } from "./alike";
import { Claims } from "./claims";
import { Consequence } from "./consequence";
import { type Deciding, letterOf, useDeciding } from "./deciding";
import type { Duplicate } from "./inbox";
import { NotTaken } from "./not-taken";
import { type Place, RecordHead } from "./record-head";
import { Timeline } from "./timeline";

interface PageProps {
  duplicate: Duplicate;
  place: Place;
  takeFocus: RefObject<boolean>;
  onGo: (step: 1 | -1) => void;
  onDone: () => void;
  onInbox: () => void;
}

export function DuplicatePage(props: PageProps) {
  const { duplicate, takeFocus, onGo, onDone, onInbox } = props;
  const deciding = useDeciding(duplicate, onDone);
  useDeskKeys(keysOf(duplicate, deciding, props), { letters: letterKeys.value });
  const first = duplicate.claims[0];
  if (!first) return null;
  const sure = duplicate.thread.alike?.includes("nik");
  const what = d(sure ? "duplicate.what" : "duplicate.maybe", { n: duplicate.claims.length });
  return (
    <article class="pane across" aria-labelledby="record-name">
      <RecordHead
        title={first.units.name.full_name}
        beside={
          <>
            <StatusChip chip="settling" />
            <span class="meta num">{niksOf(duplicate)}</span>
          </>
        }
        place={props.place}
        takeFocus={takeFocus}
        onGo={onGo}
        onBack={onInbox}
      >
        <p class="meta">{what}</p>
        <p class="meta">
          <b>{alikeWords(duplicate.thread)}</b>
        </p>
      </RecordHead>
      <DeskScroll label={what}>
        {duplicate.claims.some((claim) => claim.stale) && <NotTaken />}
        <Timeline claims={duplicate.claims} kept={deciding.kept} />
        <Claims claims={duplicate.claims} deciding={deciding} />
        <Consequence claims={duplicate.claims} deciding={deciding} />
      </DeskScroll>
      <DuplicateFoot duplicate={duplicate} deciding={deciding} onLater={() => onGo(1)} />
    </article>
  );
}

/** One NIK, or both where the question is whether they are one person's. */
function niksOf({ claims }: Duplicate): string {
  const niks = new Set(claims.map((claim) => maskNik(claim.units.identity.nik)));
  return `NIK ${[...niks].join(" · ")}`;
}

/** A and B keep those claims; a third has its own letter, but D is "two people". */
function keysOf(duplicate: Duplicate, deciding: Deciding, moves: PageProps): DeskKeys {
  const keep = duplicate.claims
    .slice(0, 3)
    .map((claim, i): [string, () => void] => [
      letterOf(i).toLowerCase(),
      () => deciding.keep(claim),
    ]);
  const take = deciding.giveable
    .slice(0, 9)
    .map((unit, i): [string, () => void] => [String(i + 1), () => deciding.turn(unit)]);
  return {
    ...Object.fromEntries([...keep, ...take]),
    d: deciding.twoPeople,
    f: enlargePhoto,
    j: () => moves.onGo(1),
    k: () => moves.onGo(-1),
    n: () => moves.onGo(1),
    "Shift+J": () => moves.onGo(1),
    "Shift+K": () => moves.onGo(-1),
    "Ctrl+Enter": deciding.settle,
    Escape: moves.onInbox,
  };
}

function DuplicateFoot(props: { duplicate: Duplicate; deciding: Deciding; onLater: () => void }) {
  const { duplicate, deciding, onLater } = props;
  return (
    <footer class="foot">
      <div class="row wrap" role="radiogroup" aria-label={d("duplicate.choice")}>
        {duplicate.claims.map((claim, i) => (
          <Option
            key={claim.id}
            chosen={deciding.kept === claim.id}
            hint={i < 3 ? letterOf(i) : null}
            onChoose={() => deciding.keep(claim)}
          >
            {d("duplicate.keep", { letter: letterOf(i) })}
          </Option>
        ))}
        <Option chosen={deciding.two} hint="D" onChoose={deciding.twoPeople}>
          {d("duplicate.two")}
        </Option>
      </div>
      <span class="push" />
      <span class="meta num" role="status">
        {deciding.off}
      </span>
      <DeskButton hint="N" onClick={onLater}>
        {d("later")}
      </DeskButton>
      <DeskButton kind="main" hint="Ctrl+Enter" off={deciding.off} onClick={deciding.settle}>
        {d("settle")}
      </DeskButton>
    </footer>
  );
}
