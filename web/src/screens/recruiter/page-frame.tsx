/** A page inside the app that is no tab: bar with back, the page, perhaps a button. */
import type { ComponentChildren } from "preact";
import { t } from "../../text";
import { FlowBar } from "../../ui/app-bar";
import { Note } from "../../ui/message";
import { useLocation } from "../../ui/router";
import { goBack } from "./going";
import type { Kept } from "./writer";

interface PageFrameProps {
  name: string;
  /** Where back leads. */
  up: string;
  /** Where something is typed: whether the newest of it is durable. */
  kept?: Kept | null;
  button?: ComponentChildren;
  onSubmit?: () => void;
  onFocusOut?: () => void;
  children: ComponentChildren;
}

export function PageFrame({
  name,
  up,
  kept,
  button,
  onSubmit,
  onFocusOut,
  children,
}: PageFrameProps) {
  const { route } = useLocation();
  return (
    <form
      class="screen"
      noValidate
      onFocusOut={onFocusOut}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit?.();
      }}
    >
      <header class="top">
        <FlowBar
          onBack={() => goBack(route, up)}
          name={name}
          kept={kept === "kept" ? t("step.kept") : null}
        />
      </header>
      <main class="page">
        {kept === "failed" && <Note tone="warning">{t("step.not_kept")}</Note>}
        {children}
      </main>
      {button && (
        <div class="below">
          <div class="actions">{button}</div>
        </div>
      )}
    </form>
  );
}
