/** The one place that says the truth about sending: under the bar, never red, never a modal. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../text";
import { Icon, type IconName } from "./icon";

export interface StripState {
  form: "offline" | "sending" | "sent" | "password" | "ready" | "photos";
  unsent: number;
  /** Photos that the server does not have yet. */
  photos: number;
  done: number;
  total: number;
  /** When all was sent, as `09.42`. */
  at: string | null;
}

const ICONS: Record<StripState["form"], IconName> = {
  offline: "offline",
  sending: "upload",
  sent: "checks",
  password: "key",
  ready: "checks",
  photos: "image",
};
const FOLDS_AFTER_MS = 4000;

interface StripProps {
  state: StripState;
  /** Where a tap leads; absent where one is there already. */
  href?: string;
  /** Goes away when all is sent and has been read. */
  folds?: true;
}

export function Strip({ state, href, folds }: StripProps) {
  const folded = useFolded(state, folds === true);
  const inside = (
    <>
      <Icon name={ICONS[state.form]} size={20} />
      <span>
        <b>{t(`strip.${state.form}`)}</b>
        {tail(state)}
      </span>
      {href && <Icon name="next" size={20} />}
      {state.form === "sending" && state.total > 0 && (
        <i style={{ inlineSize: "100%", transform: `scaleX(${state.done / state.total})` }} />
      )}
    </>
  );
  return (
    <>
      {/* Read out when the form changes, not at each number. */}
      <span class="unseen" role="status">
        {t(`strip.${state.form}`)}
      </span>
      {folded ? null : href ? (
        <a class={`strip ${state.form}`} href={href}>
          {inside}
        </a>
      ) : (
        <div class={`strip ${state.form}`}>{inside}</div>
      )}
    </>
  );
}

function tail({ form, unsent, photos, done, total, at }: StripState): string {
  switch (form) {
    case "offline":
      if (unsent > 0) return ` · ${t("unsent", { n: unsent })}`;
      return ` · ${photos > 0 ? t("strip.photos_n", { n: photos }) : t("strip.all_kept")}`;
    case "sending":
      return total > 0 ? ` · ${t("of", { a: done, b: total })}` : "";
    case "password":
      return unsent > 0 ? ` · ${t("strip.safe", { n: unsent })}` : "";
    case "sent":
      return at === null ? "" : ` · ${at}`;
    case "photos":
      return ` · ${t("strip.more", { n: photos })}`;
    case "ready":
      return "";
  }
}

function useFolded(state: StripState, folds: boolean): boolean {
  const [folded, fold] = useState(false);
  const restful = folds && (state.form === "sent" || state.form === "ready") && state.unsent === 0;
  useEffect(() => {
    fold(false);
    if (!restful) return;
    const timer = setTimeout(() => fold(true), FOLDS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [restful]);
  return folded && restful;
}
