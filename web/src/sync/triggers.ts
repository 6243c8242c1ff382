/** The signs of a page that syncing may work now. */
import type { Loop } from "./loop";

/** Listens until the returned function is called. */
export function listen(loop: Loop): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  addEventListener("online", () => loop.poke(), { signal });
  addEventListener("focus", () => loop.poke(), { signal });
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.visibilityState === "visible") loop.poke();
    },
    { signal },
  );
  return () => stop.abort();
}

/** A bonus where the browser has it: it may wake the service worker when a network is there (P71). */
export async function askBackgroundSync(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  const manager = (worker as { sync?: { register: (tag: string) => Promise<void> } } | undefined)
    ?.sync;
  await manager?.register("outbox").catch(() => {}); // refused by a setting: the loop is there
}
