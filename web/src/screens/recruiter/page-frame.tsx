/** A page inside the app that is no tab: bar with back, the page, perhaps a button. */
import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { FlowBar } from "../../ui/app-bar";
import { goBack } from "./going";

interface PageFrameProps {
  name: string;
  /** Where back leads. */
  up: string;
  kept?: string | null;
  button?: ComponentChildren;
  onSubmit?: () => void;
  children: ComponentChildren;
}

export function PageFrame({ name, up, kept, button, onSubmit, children }: PageFrameProps) {
  const { route } = useLocation();
  return (
    <form
      class="screen"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit?.();
      }}
    >
      <header class="top">
        <FlowBar onBack={() => goBack(route, up)} name={name} kept={kept ?? null} />
      </header>
      <main class="page">{children}</main>
      {button && (
        <div class="below">
          <div class="actions">{button}</div>
        </div>
      )}
    </form>
  );
}
