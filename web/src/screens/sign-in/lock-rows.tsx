/** Locking now, locking by itself, another PIN and another password: for every role's settings. */
import { useState } from "preact/hooks";
import { PIN_LENGTH } from "../../domain/pin";
import { changePin } from "../../state/gate";
import { lock } from "../../state/session";
import { lockAfter } from "../../state/settings";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/field";
import { Note } from "../../ui/message";
import { PinPad } from "../../ui/pin-pad";
import { Sheet } from "../../ui/sheet";
import { NewPin } from "./new-pin";
import { ChangePassword } from "./own-password";

const MINUTES = [1, 5, 15];

export function LockRows() {
  const [changing, setChanging] = useState<"pin" | "password" | null>(null);
  const [changed, setChanged] = useState<"pin" | "password" | null>(null);
  const close = () => setChanging(null);
  const done = () => {
    close();
    setChanged(changing);
  };
  return (
    <div class="calculator">
      <Choice<string>
        id="lock-after"
        label={t("pin.lock_after")}
        value={String(lockAfter.value)}
        options={MINUTES.map((minutes) => ({ value: String(minutes), label: String(minutes) }))}
        onChange={(value) => {
          lockAfter.value = Number(value);
        }}
      />
      <div role="status">
        {changed && (
          <Note tone="good">{t(changed === "pin" ? "pin.changed" : "password.changed")}</Note>
        )}
      </div>
      <Button icon="key" onClick={() => setChanging("pin")}>
        {t("pin.change")}
      </Button>
      <Button icon="key" onClick={() => setChanging("password")}>
        {t("password.change")}
      </Button>
      <Button icon="lock" onClick={() => void lock()}>
        {t("pin.lock_now")}
      </Button>
      {changing === "pin" && <ChangePin onClose={close} onDone={done} />}
      {changing === "password" && <ChangePassword onClose={close} onDone={done} />}
    </div>
  );
}

/** The present PIN, then the new one twice. The present one is tried only with the new. */
function ChangePin({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const [old, setOld] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const chosen = async (pin: string) => {
    const answer = await changePin(old, pin);
    if (answer.kind === "changed") {
      onDone();
      return null;
    }
    if (answer.kind === "weak") return t(`pin.weak_${answer.why}`);
    setOld("");
    setSaid(t(answer.kind === "closed" ? "pin.ask_closed" : "pin.old_wrong"));
    return null;
  };
  return (
    <Sheet title={t("pin.change")} onClose={onClose}>
      {old.length < PIN_LENGTH ? (
        <PinPad label={t("pin.old")} value={old} onInput={setOld} said={said} />
      ) : (
        <NewPin label={t("pin.fresh")} onChosen={chosen} />
      )}
    </Sheet>
  );
}
