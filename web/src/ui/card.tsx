import type { ComponentChildren } from "preact";

export function Card(props: {
  heading?: string;
  action?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="card">
      {props.heading && (
        <header>
          <h2>{props.heading}</h2>
          {props.action}
        </header>
      )}
      {props.children}
    </section>
  );
}

/** Many rows with hairlines in one card. */
export function Rows({ children }: { children: ComponentChildren }) {
  return <div class="card rows">{children}</div>;
}

export interface Pair {
  name: string;
  value: ComponentChildren;
}

/** Names at the left, values at the right; what has no value is left out. */
export function Pairs({ of }: { of: readonly Pair[] }) {
  return (
    <dl class="pairs">
      {of
        .filter((pair) => pair.value !== null && pair.value !== "")
        .map((pair) => (
          <div key={pair.name}>
            <dt>{pair.name}</dt>
            <dd>{pair.value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** A bar that is `done` of `total` full; the words stand beside it. */
export function Progress(props: { done: number; total: number; tone: "move" | "wait" | "good" }) {
  const share = props.total === 0 ? 1 : Math.min(1, props.done / props.total);
  return (
    <div class="progress" data-tone={props.tone} aria-hidden="true">
      <i style={{ inlineSize: `${100 * share}%` }} />
    </div>
  );
}
