import type { ComponentChildren } from "preact";
import { t } from "../text";
import { IconButton } from "./button";
import { Icon } from "./icon";
import { Mark } from "./mark";

/** The bar of a tab: the page's name and at most one thing at the right. */
export function TabBar(props: { heading: ComponentChildren; children?: ComponentChildren }) {
  return (
    <div class="app-bar">
      {props.heading}
      {props.children}
    </div>
  );
}

/** Home's bar: mark and name. */
export function HomeBar({ children }: { children: ComponentChildren }) {
  return (
    <div class="app-bar">
      <Mark />
      <span class="name">{t("app")}</span>
      {children}
    </div>
  );
}

/** The bar inside a flow: back, where one is, and at the right the quiet receipt. */
export function FlowBar(props: { onBack: () => void; name: string; kept?: string | null }) {
  return (
    <div class="app-bar">
      <IconButton icon="back" label={t("back")} onClick={props.onBack} />
      <span class="name">{props.name}</span>
      <span class="kept" role="status">
        {props.kept && (
          <>
            <Icon name="check" size={16} />
            {props.kept}
          </>
        )}
      </span>
    </div>
  );
}
