/** Opening the app: settings, then whoever was here last. */
import { lookAtDay } from "./picture";
import { keepNearRegions } from "./reference";
import { loadPeople, nobody, openPerson } from "./session";
import { loadSettings } from "./settings";
import { lookAtRoom, watchInstall } from "./storage";

/** Called once; `person` is undefined until this is through. */
export async function start(): Promise<void> {
  followDay();
  watchInstall();
  void lookAtRoom();
  void keepNearRegions();
  try {
    const stored = await loadSettings();
    const current = stored.get("current");
    if (typeof current === "string") return await openPerson(current);
  } catch {
    // The database could not be opened; the sign-in screen stands, and `storeTrouble` says why.
  }
  nobody();
  await loadPeople().catch(() => {});
}

const MINUTE = 60_000;

function followDay(): void {
  const look = () => lookAtDay(new Date());
  setInterval(look, MINUTE);
  document.addEventListener("visibilitychange", look);
}
