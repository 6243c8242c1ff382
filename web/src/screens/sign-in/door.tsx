/** The door: who uses this phone, and what opens it for them. Each one's work is locked on its own. */
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { date, time } from "../../domain/format";
import { type Asking, asking } from "../../state/gate";
import { type PersonHere, people, readWiped, type Wiped, wiped } from "../../state/people";
import { makeLockedRescue } from "../../state/rescue";
import { choosePerson } from "../../state/session";
import { language, t } from "../../text";
import { Button, LinkButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Initials } from "../../ui/initials";
import { Mark } from "../../ui/mark";
import { Message } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import { Sheet } from "../../ui/sheet";
import { AskPassword } from "./ask-password";
import { AskPin } from "./ask-pin";
import { ChoosePin } from "./choose-pin";
import { LanguageSwitch } from "./language-switch";
import { RescueFile } from "./rescue-file";
import { SignIn } from "./sign-in";

export function Door() {
  const [other, setOther] = useState(false);
  const at = asking.value;
  useEffect(() => setOther(false), [at]);
  const alone = people.value.length === 0;
  if ((other || alone) && wiped.value.length === 0) {
    return alone ? <SignIn /> : <SignIn onBack={() => setOther(false)} />;
  }
  return <Faces at={at} onOther={() => setOther(true)} />;
}

function Faces({ at, onOther }: { at: Asking | null; onOther: () => void }) {
  const heading = usePage(t("people.title"));
  const [rescuing, setRescuing] = useState<string | null>(null);
  const { route } = useLocation();
  const choose = (account: string) => {
    if (account === at?.account) return;
    route("/", true); // one begins at one's own home, not on the page of whoever was here before
    void choosePerson(account);
  };
  return (
    <div class="screen">
      <header class="app-bar">
        <Mark />
        <span class="name">{t("app")}</span>
        <LanguageSwitch />
      </header>
      <main class="page door">
        <h1 ref={heading} tabIndex={-1}>
          {t("people.title")}
        </h1>
        {wiped.value.map((one) => (
          <WipedNote key={one.device} one={one} />
        ))}
        <div class="faces">
          {people.value.map((one) => (
            <button
              key={one.account}
              type="button"
              aria-pressed={one.account === at?.account}
              onClick={() => choose(one.account)}
            >
              <Initials name={one.name} large />
              <b class="clip">{firstName(one.name)}</b>
              <span class="caption">{unsentOf(one)}</span>
            </button>
          ))}
        </div>
        {at && <Panel key={`${at.kind} ${at.account}`} at={at} />}
        {at && mayRescue(at) && (
          <LinkButton onClick={() => setRescuing(at.account)}>{t("rescue.title")}</LinkButton>
        )}
        {rescuing && (
          <Sheet title={t("rescue.title")} onClose={() => setRescuing(null)}>
            <RescueFile make={() => makeLockedRescue(rescuing)} />
          </Sheet>
        )}
        <LinkButton onClick={onOther}>{t("people.other")}</LinkButton>
        <p class="door-foot">
          <Icon name="lock" size={20} />
          {t("pin.locked_each")}
        </p>
      </main>
    </div>
  );
}

function unsentOf({ unsent, photos }: PersonHere): string {
  if (unsent > 0) return t("unsent", { n: unsent });
  return photos > 0 ? t("people.photos", { n: photos }) : t("people.all_sent");
}

/** Who cannot be let in can still have what is unsent brought to safety (P211). */
function mayRescue({ kind, account }: Asking): boolean {
  const known = people.value.find((one) => one.account === account);
  return kind !== "new_pin" && known !== undefined && known.unsent + known.photos > 0;
}

function Panel({ at }: { at: Asking }) {
  const known = people.value.find(({ account }) => account === at.account);
  const name = firstName(known?.name ?? "");
  switch (at.kind) {
    case "pin":
      return <AskPin name={name} wrong={at.wrong} />;
    case "new_pin":
      return <ChoosePin name={name} />;
    case "password":
      return <AskPassword name={name} why={at.why} />;
  }
}

function WipedNote({ one }: { one: Wiped }) {
  const at = `${date(one.at, language.value)}, ${time(one.at, language.value)}`;
  return (
    <Message tone="move" title={t("wiped.title", { name: one.name })}>
      <p>{t("wiped.text", { at })}</p>
      <Button onClick={() => void readWiped(one.device)}>{t("wiped.read")}</Button>
    </Message>
  );
}

function firstName(name: string): string {
  return name.split(" ")[0] ?? name;
}
