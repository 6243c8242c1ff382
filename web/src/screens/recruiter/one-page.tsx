/** One page at a time types in a draft or a correction (P155); the lock goes with its page, however that ends. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { loadDrafts } from "../../state/drafts";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { usePage } from "../../ui/page-title";
import { PageFrame } from "./page-frame";

/** A page that is being loaded anew lets go of its lock within this. */
const PATIENCE_MS = 400;

export function OnePage({ id, children }: { id: string; children: ComponentChildren }) {
  const [state, setState] = useState<"asking" | "here" | "elsewhere">("asking");
  const [takes, setTakes] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    const late = setTimeout(() => setState("elsewhere"), PATIENCE_MS);
    const asked = takes > 0 ? { steal: true } : { signal: gone.signal };
    const held = navigator.locks.request(`typing ${id}`, asked, async () => {
      clearTimeout(late);
      await loadDrafts(); // with what the other page has kept
      if (gone.signal.aborted) return;
      setState("here");
      await new Promise((done) => gone.signal.addEventListener("abort", done));
    });
    held.catch(() => !gone.signal.aborted && setState("elsewhere")); // taken over by another page
    return () => {
      clearTimeout(late);
      gone.abort();
    };
  }, [id, takes]);
  if (state === "here") return children;
  return state === "elsewhere" ? <Elsewhere onTake={() => setTakes(takes + 1)} /> : null;
}

function Elsewhere({ onTake }: { onTake: () => void }) {
  const heading = usePage(t("elsewhere.title"));
  return (
    <PageFrame name={t("tabs.home")} up="/">
      <h1 ref={heading} tabIndex={-1}>
        {t("elsewhere.title")}
      </h1>
      <p>{t("elsewhere.text")}</p>
      <Button kind="main" onClick={onTake}>
        {t("elsewhere.take")}
      </Button>
    </PageFrame>
  );
}
