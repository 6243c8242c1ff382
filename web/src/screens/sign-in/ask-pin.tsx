/** The PIN of one person: tried as soon as its last digit is there. */
import { useEffect, useState } from "preact/hooks";
import { PIN_LENGTH, pinWait } from "../../domain/pin";
import { forgot, triesLeft, waitsUntil } from "../../state/gate";
import { unlock } from "../../state/session";
import { t } from "../../text";
import { LinkButton } from "../../ui/button";
import { PinPad } from "../../ui/pin-pad";

export function AskPin({ name, wrong }: { name: string; wrong: number }) {
  const [digits, setDigits] = useState("");
  const [failed, setFailed] = useState<"wrong" | "store" | null>(null);
  const [busy, setBusy] = useState(false);
  const seconds = useWait();
  const typed = async (next: string) => {
    setDigits(next);
    setFailed(null);
    if (next.length < PIN_LENGTH) return;
    setBusy(true);
    try {
      if ((await unlock(next)) !== "open") setFailed("wrong");
    } catch {
      setFailed("store"); // the phone's database cannot be opened
    }
    setBusy(false);
    setDigits("");
  };
  return (
    <PinPad
      label={t("pin.of", { name })}
      value={digits}
      onInput={(next) => void typed(next)}
      said={saidOf(failed, wrong)}
      still={busy || seconds > 0}
      seconds={seconds}
      corner={<LinkButton onClick={forgot}>{t("pin.forgot")}</LinkButton>}
    />
  );
}

function saidOf(failed: "wrong" | "store" | null, wrong: number): string | null {
  if (failed === "store") return t("pin.no_store");
  const wait = pinWait(wrong) / 1000;
  const words = wait > 0 ? t("pin.wait", { n: wait }) : "";
  if (failed === "wrong") return `${t("pin.wrong", { n: triesLeft(wrong) })} ${words}`;
  return words || null;
}

/** Whole seconds until the next try may be made. */
function useWait(): number {
  const until = waitsUntil.value;
  const [now, setNow] = useState(() => performance.now());
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    setNow(performance.now());
    const timer = setInterval(() => {
      setNow(performance.now());
      if (performance.now() >= until) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
