/** The service worker, and a new version of the app that waits until it is asked for (P153). */
import { signal } from "@preact/signals";
import { workerAddress } from "./trusted";

let waiting: ServiceWorker | null = null;

/** A newer version is ready; it takes over between two sign-ups, never during one. */
export const updateReady = signal(false);

/** An installed app may stay open for weeks, and a browser looks for a new version only where a page is loaded. */
const LOOK_MS = 3_600_000;

export function registerWorker(): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker
    .register(workerAddress(), { type: "module", updateViaCache: "none" })
    .then(watch, () => {
      // No worker, no cold start offline; everything else works, and the next visit tries again.
    });
}

/** Lets the new version take over and opens this page with it. */
export function takeUpdate(): void {
  if (waiting === null) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), {
    once: true,
  });
  waiting.postMessage("activate");
}

function watch(registration: ServiceWorkerRegistration): void {
  const note = () => {
    waiting = registration.waiting;
    updateReady.value = waiting !== null && navigator.serviceWorker.controller !== null;
  };
  note();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", note);
  });
  navigator.serviceWorker.addEventListener("controllerchange", note); // another page has taken it
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" || Date.now() - looked < LOOK_MS) return;
    looked = Date.now();
    registration.update().catch(() => {}); // no network now: the next look finds it
  });
}
