import { useEffect, useRef } from "preact/hooks";
import { t } from "../text";

/** Names the page, never by anything of a person (P149), and gives its heading the focus once, so that a screen reader says where one is. */
export function usePage(title: string, state: "wrong" | "well" = "well") {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    document.title = `${state === "wrong" ? `${t("errors.title")} ` : ""}${title} · ${t("app")}`;
  }, [title, state]);
  return heading;
}
