/** The frame of the four main pages: bar, the strip about sending, the page, a main button, the tabs. */
import type { ComponentChildren } from "preact";
import { strip } from "../../state/syncing";
import { t } from "../../text";
import { Strip } from "../../ui/strip";
import { Tabs } from "../../ui/tabs";
import { UndoRemoved } from "./removed-draft";
import { clock } from "./words";

interface TabScreenProps {
  path: "/" | "/list" | "/send" | "/benefits";
  bar: ComponentChildren;
  /** The main button, above the tabs. */
  action?: ComponentChildren;
  children: ComponentChildren;
}

export function TabScreen({ path, bar, action, children }: TabScreenProps) {
  return (
    <div class="screen">
      <header class="top">
        {bar}
        <SendingStrip path={path} />
      </header>
      <main class="page">{children}</main>
      <UndoRemoved />
      <div class="below">
        {action && <div class="actions">{action}</div>}
        <MainTabs path={path} />
      </div>
    </div>
  );
}

function SendingStrip({ path }: { path: TabScreenProps["path"] }) {
  const state = strip.value;
  const shown = { ...state, at: state.at === null ? null : clock(state.at) };
  if (path === "/send") return <Strip state={shown} />;
  return path === "/" ? (
    <Strip state={shown} href="/send" folds />
  ) : (
    <Strip state={shown} href="/send" />
  );
}

function MainTabs({ path }: { path: string }) {
  const { unsent } = strip.value;
  return (
    <Tabs
      label={t("tabs")}
      current={path}
      tabs={[
        { href: "/", icon: "home", label: t("tabs.home") },
        { href: "/list", icon: "people", label: t("tabs.people") },
        {
          href: "/send",
          icon: "upload",
          label: t("tabs.send"),
          count: { n: unsent, says: t("unsent", { n: unsent }) },
        },
        { href: "/benefits", icon: "benefits", label: t("tabs.benefits") },
      ]}
    />
  );
}
