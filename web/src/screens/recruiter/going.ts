/** Moving between pages. */

interface Browsing {
  entries: () => { url: string | null }[];
  currentEntry: { index: number } | null;
}

/** Back to a page: by the browser's own history where that is the page before, so that none stands there twice. */
export function goBack(route: (path: string, replace?: boolean) => void, path: string): void {
  const browsing = (window as { navigation?: Browsing }).navigation;
  const index = browsing?.currentEntry?.index ?? 0;
  const before = browsing?.entries()[index - 1]?.url;
  if (before && new URL(before).pathname === path) history.back();
  else route(path, true);
}
