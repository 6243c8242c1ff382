/** Named bars with their figure: the words carry everything, the bar is for the eye. */

export interface Bar {
  key: string;
  label: string;
  n: number;
  /** What the figure says beside the bar; the plain number where this is left out. */
  said?: string;
  late?: boolean;
}

export function Bars({ bars, of }: { bars: readonly Bar[]; of: number }) {
  return (
    <dl class="ages">
      {bars.map(({ key, label, n, said, late }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd class="bar" aria-hidden="true">
            <span
              style={{ inlineSize: `${of === 0 ? 0 : Math.min(100, (100 * n) / of)}%` }}
              data-late={late}
            />
          </dd>
          <dd class="num">{said ?? n}</dd>
        </div>
      ))}
    </dl>
  );
}
