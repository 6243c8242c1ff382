/** The phone's storage, and the app's place on it. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";

const granted = signal<boolean | null>(null);
const space = signal<{ used: number; total: number } | null>(null);
const standing = signal(false);
const question = signal<(() => Promise<void>) | null>(null);

/** Whether the browser has promised not to clear the phone's memory; null while unknown. */
export const persisted: ReadonlySignal<boolean | null> = granted;
/** Bytes, as the browser estimates them. */
export const room: ReadonlySignal<{ used: number; total: number } | null> = space;
export const installed: ReadonlySignal<boolean> = standing;
/** Opens the browser's question to install; null where it cannot be asked now. */
export const promptInstall: ReadonlySignal<(() => Promise<void>) | null> = question;

/** Chrome's event; not in TypeScript's library. */
type InstallPrompt = Event & { prompt: () => Promise<unknown> };

/** What about 300 photos take; below that it is said (P154). */
const SHORT_BYTES = 100_000_000;
/** Whether room is short. */
export const roomIsShort: ReadonlySignal<boolean> = computed(() => {
  const { value } = space;
  return value !== null && value.total > 0 && value.total - value.used < SHORT_BYTES;
});

/** Follows whether the app is installed and may ask to be; called once, early. */
export function watchInstall(): void {
  const alone = matchMedia("(display-mode: standalone)");
  const look = () => {
    standing.value = alone.matches;
  };
  look();
  alone.addEventListener("change", look);
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault(); // the app asks in its own place
    question.value = async () => {
      question.value = null; // a prompt may be shown once
      await (event as InstallPrompt).prompt();
    };
  });
  addEventListener("appinstalled", () => {
    standing.value = true;
    question.value = null;
    void askPersist();
  });
}

/** Asks for kept storage; the browser decides, mostly without a word. */
export async function askPersist(): Promise<void> {
  granted.value ||= (await navigator.storage?.persist?.()) ?? false;
}

/** Looks at the storage again. */
export async function lookAtRoom(): Promise<void> {
  const { storage } = navigator;
  if (!storage?.estimate) return;
  const [kept, { usage = 0, quota = 0 }] = await Promise.all([
    storage.persisted(),
    storage.estimate(),
  ]);
  granted.value = kept;
  space.value = { used: usage, total: quota };
}
