/** What a desk is asked for besides the password: a code; before the first one, the making of a factor (P196). */
import { useEffect } from "preact/hooks";
import type { Second } from "../../state/sign-in";
import { d } from "../../text/desk";
import { TextField } from "../../ui/field";
import { QrCode } from "../../ui/qr";

export interface StepProps {
  second: Exclude<Second, { kind: "password" }>;
  code: string;
  onCode: (code: string) => void;
}

const FIELD = "second-code";

export function SecondStep({ second, code, onCode }: StepProps) {
  const fresh = second.kind === "new";
  useEffect(() => document.getElementById(FIELD)?.focus(), []);
  return (
    <>
      {fresh && <NewFactor factor={second.factor} />}
      <TextField
        id={FIELD}
        label={d(fresh ? "factor.first" : "factor.code")}
        hint={fresh ? undefined : d("factor.code_hint")}
        value={code}
        onInput={onCode}
        autoComplete="one-time-code"
        autoCapitalize="off"
      />
    </>
  );
}

type New = Extract<Second, { kind: "new" }>;

/** Read by an authenticator app, and noted for the day when that is lost. Shown this once. */
function NewFactor({ factor }: { factor: New["factor"] }) {
  return (
    <section class="page bare" aria-labelledby="factor-title">
      <h2 id="factor-title">{d("factor.title")}</h2>
      <p>{d("factor.why")}</p>
      <QrCode letters={factor.address} label={d("factor.picture")} />
      <p class="hint">
        {d("factor.typed")} <span class="num factor-secret">{grouped(factor.secret)}</span>
      </p>
      <h2>{d("factor.recovery")}</h2>
      <p>{d("factor.recovery_why")}</p>
      <ul class="num factor-recovery">
        {factor.recovery.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </section>
  );
}

function grouped(secret: string): string {
  return secret.replace(/.{4}(?=.)/g, "$& ");
}
