/** The record moved: after my verdict (it was not taken) or while I was reading. Not an error, a difference. */
import { unitsSince } from "../../domain/difference";
import type { Projected } from "../../domain/project";
import type { Receipt } from "../../domain/types";
import { d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";
import { DeskButton } from "../../ui/desk-parts";
import { DifferenceList } from "../desk/difference-list";
import { unitLabel } from "../desk/lines";
import { firstName } from "../desk/names";
import { clock } from "../desk/show";
import { marks } from "./marks";
import { checksOf, isBeingSettled } from "./queue";
import { copyRead, type ReadCopy } from "./verdict";

export function StaleNotice(props: { registration: Projected; stale: Receipt }) {
  const { registration, stale } = props;
  const copy = copyRead(registration.id);
  const settling = stale.code === "being_settled";
  const from = copy?.version ?? null;
  return (
    <>
      <section class="notice" role="status">
        <DeskIcon name="info" size={20} />
        <b>{d(copy?.verdict === "approve" ? "stale.title_approve" : "stale.title")}</b>
        <span>{settling ? d("stale.settling") : whoMoved(registration, from)}</span>
      </section>
      {!settling && <Difference registration={registration} copy={copy} from={from} />}
    </>
  );
}

export function MovedNotice(props: {
  registration: Projected;
  seen: ReadCopy;
  onSeen: () => void;
}) {
  const { registration, seen, onSeen } = props;
  return (
    <>
      <section class="notice" role="status">
        <DeskIcon name="info" size={20} />
        <b>{d("moved.title")}</b>
        <span>{whoMoved(registration, seen.version)}</span>
      </section>
      <Difference registration={registration} copy={seen} from={seen.version} />
      <DeskButton onClick={onSeen}>{d("moved.seen", { n: registration.base })}</DeskButton>
    </>
  );
}

function whoMoved(registration: Projected, from: number | null): string {
  const event = registration.history.findLast((e) => e.version > (from ?? 0));
  if (!event) return d("stale.moved");
  return d("stale.moved_by", { name: firstName(event.by), at: clock(event.at) });
}

/** The version of the last amend: what surely moved when the copy that was read is gone. */
function lastAmend(registration: Projected): number {
  return registration.history.findLast((event) => event.what === "amend")?.version ?? 0;
}

function Difference(props: {
  registration: Projected;
  copy: ReadCopy | null;
  from: number | null;
}) {
  const { registration, copy, from } = props;
  const checks = checksOf(registration, marks.value);
  const failed = checks.filter((check) => !check.ok).length;
  const units = unitsSince(registration.history, from ?? lastAmend(registration) - 1);
  return (
    <section>
      <div class="row">
        <h2>{d("stale.changed")}</h2>
        <span class="push" />
        {from !== null && (
          <span class="meta num">{d("stale.versions", { a: from, b: registration.base })}</span>
        )}
      </div>
      {copy ? (
        <DifferenceList before={copy.units} after={registration.units} />
      ) : (
        <p>
          {units.length > 0
            ? d("stale.units", { units: units.map(unitLabel).join(", ") })
            : d("stale.read_anew")}
        </p>
      )}
      {failed === 0 && !isBeingSettled(registration) && (
        <p class="tone" data-tone="good">
          <DeskIcon name="ok" />
          {d("stale.all_pass", { n: checks.length })}
        </p>
      )}
    </section>
  );
}
