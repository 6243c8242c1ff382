import { t } from "../text";

/** How far one is in a flow; `now` counts from 1. */
export function Steps({ now, total }: { now: number; total: number }) {
  return (
    <div
      class="steps"
      role="progressbar"
      aria-label={t("step.of", { a: now, b: total })}
      aria-valuemin={1}
      aria-valuemax={total}
      aria-valuenow={now}
    >
      {Array.from({ length: total }, (_, i) => (
        <i key={i} class={i + 1 < now ? "done" : i + 1 === now ? "now" : ""} />
      ))}
    </div>
  );
}
