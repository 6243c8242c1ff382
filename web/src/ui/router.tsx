/** Which page is shown, by the address: links and `route` go there without loading anything. */
import {
  type ComponentChildren,
  type ComponentType,
  createContext,
  h,
  toChildArray,
  type VNode,
} from "preact";
import { useContext, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { matched, type Params } from "./route-match";

interface Place {
  path: string;
  query: Params;
  /** Goes to a path of the app; `replace`: in the place of this page in the browser's history. */
  route: (url: string, replace?: boolean) => void;
}
interface RouteProps {
  path?: string;
  /** Shown where no path fits. */
  default?: boolean;
  /** Is given what its path's parameters say. */
  component: ComponentType<never>;
}

const Here = createContext<Place>({ path: "/", query: {}, route: () => {} });
const InPath = createContext<Params>({});

export const useLocation = () => useContext(Here);
export const useRoute = () => ({ params: useContext(InPath) });

export function LocationProvider({ children }: { children: ComponentChildren }) {
  const [url, show] = useState(address);
  const pushed = useRef(false);
  const go = (to: string | null, replace = false) => {
    if (to !== null) history[replace ? "replaceState" : "pushState"](null, "", to);
    pushed.current = to !== null && !replace;
    show(address());
  };
  const place = useMemo(() => placeOf(url, go), [url]);
  useLayoutEffect(() => {
    const moved = () => go(null); // the browser scrolls to where that page was
    const clicked = (event: MouseEvent) => {
      const link = inside(event);
      if (link === null) return;
      event.preventDefault();
      go(link);
    };
    addEventListener("popstate", moved);
    addEventListener("click", clicked);
    return () => {
      removeEventListener("popstate", moved);
      removeEventListener("click", clicked);
    };
  }, []);
  useLayoutEffect(() => {
    if (pushed.current) scrollTo(0, 0);
  }, [place.path]);
  return <Here.Provider value={place}>{children}</Here.Provider>;
}

/** Shows the first of its routes that fits. A page stays the same one while only its parameters change. */
export function Router({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const routes = toChildArray(children) as VNode<RouteProps>[];
  for (const { props } of routes) {
    const params = props.default ? {} : matched(props.path ?? "", path);
    if (params === null) continue;
    const page = props.component as ComponentType<Params>;
    return <InPath.Provider value={params}>{h(page, params)}</InPath.Provider>;
  }
  return null;
}

/** A line of a `Router`, which reads it; the one for everything else (`default`) stands last. */
export function Route(_: RouteProps): null {
  return null;
}

const address = () => location.pathname + location.search;

function placeOf(url: string, route: Place["route"]): Place {
  const { pathname, searchParams } = new URL(url, location.origin);
  const path = pathname.replace(/\/+$/, "") || "/";
  return { path, query: Object.fromEntries(searchParams), route };
}

/** Where a click on a link leads inside of the app; null where it is the browser's. */
function inside(event: MouseEvent): string | null {
  const { ctrlKey, metaKey, altKey, shiftKey, button } = event;
  if (ctrlKey || metaKey || altKey || shiftKey || button !== 0) return null;
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
  if (!link || link.origin !== location.origin || link.target || link.download) return null;
  if (link.getAttribute("href")?.startsWith("#")) return null;
  return link.href.slice(location.origin.length);
}
