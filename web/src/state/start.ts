/** Opening the app: settings, then the door of whoever was here last. */
import { effect } from "@preact/signals";
import { StoreError } from "../store/errors";
import { lookForGone } from "./gone";
import { noteTrouble, open, saves } from "./memory";
import { lookAtDay } from "./picture";
import { keepNearRegions } from "./reference";
import { openDoor } from "./session";
import { loadSettings } from "./settings";
import { lookAtRoom, watchInstall } from "./storage";

/** Called once; `person` is undefined until this is through. */
export async function start(): Promise<void> {
  followDay();
  watchInstall();
  effect(() => void (saves.value >= 0 && lookAtRoom())); // now, and after each save
  void keepNearRegions();
  try {
    const stored = await loadSettings();
    await lookForGone();
    const current = stored.get("current");
    await openDoor(typeof current === "string" ? current : null);
  } catch (error) {
    // The database cannot be opened: the sign-in screen stands, and `storeTrouble` says what to do.
    noteTrouble(
      error instanceof StoreError && error.kind === "superseded" ? "superseded" : "blocked",
    );
    open.value = null;
  }
}

const MINUTE = 60_000;

function followDay(): void {
  const look = () => lookAtDay(new Date());
  setInterval(look, MINUTE);
  document.addEventListener("visibilitychange", look);
}
