/** The first sign-in on a phone: once, with a network. */

import { useRef, useState } from "preact/hooks";
import { signIn } from "../../state/sign-in";
import { t } from "../../text";
import { Button, IconButton } from "../../ui/button";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { PasswordField, TextField } from "../../ui/field";
import { Mark } from "../../ui/mark";
import { Note } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import { useLocation } from "../../ui/router";
import { LanguageSwitch } from "./language-switch";
import { refusal } from "./refusal";
import { useSecond } from "./use-second";

export function SignIn({ onBack }: { onBack?: () => void }) {
  const heading = usePage(t("sign_in.title"));
  const { route } = useLocation();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [asked, setAsked] = useState(0);
  const [refused, setRefused] = useState<string | null>(null);
  const [going, setGoing] = useState(false);
  const second = useSecond();
  const busy = useRef(false);
  const missing = asked > 0 ? missingOf(username, password) : [];
  const errorOf = (id: string) => missing.find((error) => error.id === id)?.text;

  const go = async () => {
    setAsked(asked + 1);
    setRefused(null);
    if (busy.current || missingOf(username, password).length > 0) return;
    busy.current = true;
    setGoing(true);
    route("/", true); // one begins at one's own home, not on the page of whoever was here before
    try {
      const answer = await signIn(username, password, second.more);
      if ("second" in answer) await second.ask(answer.second);
      else if (!answer.ok) setRefused(refusal(answer.problem, "sign_in.offline"));
    } catch {
      setRefused(t("sign_in.no_store")); // the phone's database cannot be opened
    } finally {
      busy.current = false;
      setGoing(false);
    }
  };
  return (
    <div class="screen">
      <header class="app-bar">
        {onBack && <IconButton icon="back" label={t("back")} onClick={onBack} />}
        <Mark />
        <span class="name">{t("app")}</span>
        <LanguageSwitch />
      </header>
      <main class="page form">
        <ErrorSummary errors={missing} asked={asked} />
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {t("sign_in.title")}
          </h1>
          <p class="hint">{t("sign_in.lead")}</p>
        </div>
        <form
          class="page form bare"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void go();
          }}
        >
          <TextField
            id="username"
            label={t("sign_in.username")}
            value={username}
            onInput={setUsername}
            autoComplete="username"
            autoCapitalize="off"
            error={errorOf("username")}
          />
          <PasswordField
            id="password"
            label={t("sign_in.password")}
            value={password}
            onInput={setPassword}
            error={errorOf("password")}
          />
          {second.step}
          {refused && <Note tone="error">{refused}</Note>}
          <Button kind="main" type="submit">
            {t(going ? "sign_in.going" : "sign_in.go")}
          </Button>
        </form>
      </main>
    </div>
  );
}

function missingOf(username: string, password: string): FieldError[] {
  const missing: FieldError[] = [];
  if (username.trim() === "") missing.push({ id: "username", text: t("sign_in.no_username") });
  if (password === "") missing.push({ id: "password", text: t("sign_in.no_password") });
  return missing;
}
