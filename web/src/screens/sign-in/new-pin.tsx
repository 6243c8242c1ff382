import { useState } from "preact/hooks";
import { PIN_LENGTH, weakPin } from "../../domain/pin";
import { t } from "../../text";
import { PinPad } from "../../ui/pin-pad";

/** Six digits and the same again. `onChosen` answers why they will not do, or null. */
export function NewPin(props: {
  label: string;
  onChosen: (pin: string) => Promise<string | null>;
}) {
  const [digits, setDigits] = useState("");
  const [first, setFirst] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const again = (why: string | null) => {
    setFirst(null);
    setSaid(why);
  };
  const whole = async (pin: string) => {
    if (first === null) {
      const weak = weakPin(pin);
      if (weak) return setSaid(t(`pin.weak_${weak}`));
      return setFirst(pin);
    }
    if (pin !== first) return again(t("pin.differs"));
    setBusy(true);
    again(await props.onChosen(pin));
    setBusy(false);
  };
  const typed = (next: string) => {
    setSaid(null);
    if (next.length < PIN_LENGTH) return setDigits(next);
    setDigits("");
    void whole(next);
  };
  return (
    <PinPad
      label={first === null ? props.label : t("pin.repeat")}
      value={busy ? "0".repeat(PIN_LENGTH) : digits}
      onInput={typed}
      said={said}
      still={busy}
    />
  );
}
