/** The service worker, and a new version of the app that waits until it is asked for. */
import { signal } from "@preact/signals";
import { workerAddress } from "./trusted";

let waiting: ServiceWorker | null = null;

/** A newer version is ready; it takes over between two sign-ups, never during one. */
export const updateReady = signal(false);

export function registerWorker(): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker
    .register(workerAddress(), { type: "module", updateViaCache: "none" })
    .then(watch, () => {
      // No worker, no cold start offline; everything else works, and the next visit tries again.
    });
}

/** Lets the new version take over and opens the app with it. */
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
}
