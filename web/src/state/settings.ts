/** The phone's settings, kept as they are changed. */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { allSettings, putSetting } from "../store/phone";
import { englishMissing, language, speak } from "../text/language";
import { phone } from "./memory";

export type Theme = "system" | "light" | "dark";

export { englishMissing, language, speak };
export const theme: Signal<Theme> = signal("system");
/** Working days a month, remembered from the last sign-up. */
export const workDays: Signal<number> = signal(26);
/** Photos wait for a network that costs nothing by the byte. */
export const photosOnWifi: Signal<boolean> = signal(false);
/** Whether single letters act as keys on desks (WCAG 2.1.4). */
export const letterKeys: Signal<boolean> = signal(true);
/** Minutes without a touch after which the phone locks. */
export const lockAfter: Signal<number> = signal(5);

const KEPT: Record<string, Signal> = { theme, workDays, letterKeys, lockAfter, photosOnWifi };

/** Reads the settings, then keeps every change. */
export async function loadSettings(): Promise<ReadonlyMap<string, unknown>> {
  const stored = await allSettings(phone);
  if (stored.get("language") === "en") await speak("en");
  keep("language", language);
  for (const [key, setting] of Object.entries(KEPT)) {
    if (stored.has(key)) setting.value = stored.get(key);
    keep(key, setting);
  }
  return stored;
}

function keep(key: string, setting: ReadonlySignal<unknown>): void {
  let first = true;
  effect(() => {
    const { value } = setting;
    if (!first) void putSetting(phone, key, value);
    first = false;
  });
}
