import { useEffect } from "preact/hooks";
import { t } from "../text";

const STAYS_MS = 10_000;

/** The deed and its undoing for ten seconds, at the bottom; work goes on beside it. */
export function Undo(props: { deed: string; onUndo: () => void; onGone: () => void }) {
  const { onGone } = props;
  useEffect(() => {
    const timer = setTimeout(onGone, STAYS_MS);
    return () => clearTimeout(timer);
  }, [onGone]);
  return (
    <div class="undo" role="status">
      <span>{props.deed}</span>
      <button type="button" onClick={props.onUndo}>
        {t("undo")}
      </button>
    </div>
  );
}
