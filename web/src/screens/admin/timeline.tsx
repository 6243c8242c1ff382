/**
 * Who was first? Each claim's capture, signature and arrival on one axis, phone clocks put right by the
 * measured skew. What a wrong phone said is a hollow dot. The picture helps; it never decides.
 */
import type { Projected } from "../../domain/project";
import { d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";
import { axisTime, dayOrDays, duration, moment, skewWords } from "../desk/show";
import { type ClaimTimes, claimTimes, firstCaptured, type Scale, scaleOf } from "./clock";
import { letterOf } from "./deciding";

export function Timeline({ claims, kept }: { claims: readonly Projected[]; kept: string | null }) {
  const times = claims.flatMap((claim) => (claim.entry ? [claimTimes(claim.entry)] : []));
  const first = times[0];
  if (!first) return null;
  const scale = scaleOf(times, -new Date(first.received).getTimezoneOffset() * 60_000);
  return (
    <section class="box">
      <div class="row wrap">
        <h2>{d("timeline.title", { day: dayOrDays(scale.from, scale.to) })}</h2>
        <span class="push" />
        <Verdict times={times} />
      </div>
      <div class="timeline num">
        {times.map((time, i) => (
          <Track
            key={time.id}
            time={time}
            scale={scale}
            letter={letterOf(i)}
            kept={time.id === kept}
          />
        ))}
        <div class="axis" aria-hidden="true">
          {scale.ticks.map((tick) => (
            <span key={tick} style={{ insetInlineStart: at(tick, scale) }}>
              {axisTime(tick, scale.step_ms)}
            </span>
          ))}
        </div>
      </div>
    </section>
  );
}

function Verdict({ times }: { times: readonly ClaimTimes[] }) {
  const first = firstCaptured(times);
  if (!first) return <span class="meta">{d("timeline.unclear")}</span>;
  const letter = letterOf(times.findIndex((time) => time.id === first.id));
  return (
    <span class="tone" data-tone="good">
      <DeskIcon name="ok" />
      {d("timeline.first", { letter, by: duration(first.by_ms) })}
    </span>
  );
}

function at(instant: number, { from, to }: Scale): string {
  return `${((instant - from) / (to - from)) * 100}%`;
}

interface TrackProps {
  time: ClaimTimes;
  scale: Scale;
  letter: string;
  kept: boolean;
}

function Track({ time, scale, letter, kept }: TrackProps) {
  const captured = time.captured ?? time.said;
  const wrong = skewWords(time.skew_ms).far;
  const left = Math.min(captured, time.said);
  const right = Math.max(captured, time.said);
  const iso = (instant: number) => moment(new Date(instant).toISOString());
  const arrived = [
    time.signed === null ? "" : d("timeline.signed", { at: iso(time.signed) }),
    d("timeline.received", { at: iso(time.received) }),
  ];
  // Words go where there is room: after the arrival, or before it where that would leave the axis.
  const late = (time.received - scale.from) / (scale.to - scale.from) > 0.55;
  return (
    <div class={`track ${kept ? "taken" : ""}`}>
      <b class="track-letter">{letter}</b>
      {wrong && (
        <>
          <i
            class="gap"
            style={{
              insetInlineStart: at(left, scale),
              insetInlineEnd: `calc(100% - ${at(right, scale)})`,
            }}
          />
          <i class="dot hollow" style={{ insetInlineStart: at(time.said, scale) }} />
        </>
      )}
      <i
        class="bar"
        style={{
          insetInlineStart: at(captured, scale),
          insetInlineEnd: `calc(100% - ${at(time.received, scale)})`,
        }}
      />
      <i class="dot" style={{ insetInlineStart: at(captured, scale) }} />
      {time.signed !== null && (
        <i class="dot ring" style={{ insetInlineStart: at(time.signed, scale) }} />
      )}
      <i class="dot square" style={{ insetInlineStart: at(time.received, scale) }} />
      <span class="track-words" data-side={late ? "before" : "after"}>
        <b>{d("timeline.captured", { at: iso(captured) })}</b>
        {wrong && (
          <em>
            {d("timeline.phone_said", { at: iso(time.said), skew: skewWords(time.skew_ms).words })}
          </em>
        )}
        <span>{arrived.filter(Boolean).join(", ")}</span>
      </span>
    </div>
  );
}
