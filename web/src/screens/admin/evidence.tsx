/** The evidence over each column: who, which phone, its clock, the server's clock, the skew, the version. */
import type { ComponentChildren } from "preact";
import type { ThreeWay } from "../../domain/difference";
import type { Projected } from "../../domain/project";
import type { Stamp } from "../../domain/types";
import { d } from "../../text/desk";
import { DeskIcon, type DeskIconName } from "../../ui/desk-icon";
import { deviceLabel, firstName, nameOf } from "../desk/names";
import { listed, moment, skewWords, versionName } from "../desk/show";
import type { Settling } from "./settling";

/** The newest stamp of each author and phone: one head may speak for several units. */
export function sourcesOf(stamps: readonly (Stamp | undefined)[]): Stamp[] {
  const newest = new Map<string, Stamp>();
  for (const stamp of stamps) {
    if (!stamp) continue;
    const key = `${stamp.account} ${stamp.device}`;
    const known = newest.get(key);
    if (!known || known.received_at < stamp.received_at) newest.set(key, stamp);
  }
  return [...newest.values()];
}

export function standingStamps(registration: Projected, ways: readonly ThreeWay[]): Stamp[] {
  const stamps = registration.entry?.unit_stamps ?? {};
  return sourcesOf(ways.map((way) => stamps[way.unit]));
}

export function proposedStamps(ways: readonly ThreeWay[]): Stamp[] {
  return sourcesOf(ways.flatMap((way) => way.proposed.map((p) => p.proposal.stamp)));
}

/** "Kayla · 17 Nov 09.48": on a cell, where its column has more than one source. */
export function captionOf(stamp: Stamp | undefined, sources: readonly Stamp[]): string | null {
  if (!stamp || sources.length < 2) return null;
  return `${firstName(stamp.account)} · ${deviceLabel(stamp.device)} · ${moment(stamp.recorded_at)}`;
}

function Head(props: {
  icon: DeskIconName;
  title: string;
  kind?: "base" | "result";
  children: ComponentChildren;
}) {
  return (
    <section class={`head ${props.kind ?? ""}`}>
      <h2 class="row">
        <DeskIcon name={props.icon} /> {props.title}
      </h2>
      {props.children}
    </section>
  );
}

function Source({ stamp }: { stamp: Stamp }) {
  const skew = skewWords(stamp.skew_ms);
  return (
    <div class="source">
      <b>{nameOf(stamp.account)}</b>
      <p class="meta">{[deviceLabel(stamp.device), stamp.app].filter(Boolean).join(" · ")}</p>
      <dl class="facts num">
        <dt>{d("evidence.phone_clock")}</dt>
        <dd>{moment(stamp.recorded_at)}</dd>
        <dt>{d("evidence.received")}</dt>
        <dd>{moment(stamp.received_at)}</dd>
        <dt>{d("evidence.skew")}</dt>
        <dd class={skew.far ? "tone" : ""} data-tone={skew.far ? "heed" : undefined}>
          {skew.far && <DeskIcon name="warn" />}
          {skew.words}
        </dd>
      </dl>
    </div>
  );
}

export function BaseHead({ ways }: { ways: readonly ThreeWay[] }) {
  const versions = [...new Set(ways.map((way) => way.base_version))].sort((a, b) => a - b);
  return (
    <Head icon="history" title={d("column.base")} kind="base">
      <b>{d("version.n", { n: versions.map(versionName).join(", ") })}</b>
      <p class="meta">{d("evidence.base")}</p>
    </Head>
  );
}

export function StandingHead(props: { registration: Projected; ways: readonly ThreeWay[] }) {
  return (
    <Head icon="server" title={d("column.standing")}>
      {standingStamps(props.registration, props.ways).map((stamp) => (
        <Source key={stamp.op} stamp={stamp} />
      ))}
    </Head>
  );
}

export function ProposedHead({ ways }: { ways: readonly ThreeWay[] }) {
  const chosen = ways.every(({ thread }) => thread.kind === "contested");
  return (
    <Head
      icon={chosen ? "user" : "phone"}
      title={d(chosen ? "column.other_choice" : "column.proposed")}
    >
      {proposedStamps(ways).map((stamp) => (
        <Source key={stamp.op} stamp={stamp} />
      ))}
    </Head>
  );
}

export function ResultHead(props: { registration: Projected; settling: Settling }) {
  const { registration, settling } = props;
  const readers = [
    ...new Set(
      [registration.recruiter, ...proposedStamps(settling.ways).map((stamp) => stamp.account)].map(
        firstName,
      ),
    ),
  ];
  return (
    <Head icon="result" title={d("column.result")} kind="result">
      <b>{d("version.n", { n: versionName(registration.base + 1) })}</b>
      <p class="meta">
        {d("evidence.readers", { names: listed([...readers, d("role.supervisor").toLowerCase()]) })}
      </p>
      {settling.broken.length === 0 ? (
        <p class="tone" data-tone="good">
          <DeskIcon name="ok" />{" "}
          {d(settling.open.length > 0 ? "conflict.rules_so_far" : "conflict.rules_pass")}
        </p>
      ) : (
        <p class="tone" data-tone="stop">
          <DeskIcon name="warn" /> {d("conflict.rules_broken", { n: settling.broken.length })}
        </p>
      )}
    </Head>
  );
}
