/** One account: who, as what, where; since when it may what; and a new password. */
import { useEffect, useState } from "preact/hooks";
import {
  type Answered,
  addAccount,
  changeAccount,
  endFactor,
  loadAccount,
  newPassword,
  type WholeAccount,
} from "../../state/accounts";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { DeskButton, IconButton } from "../../ui/desk-parts";
import { clinicsInWords, nameOf } from "../desk/names";
import { moment } from "../desk/show";
import {
  type AccountForm,
  changeOf,
  consequencesOf,
  EMPTY,
  formOf,
  hasConsequences,
  missingIn,
  placesOf,
} from "./account-change";
import { AccountFields } from "./account-form";
import { ConfirmSheet, PasswordSheet } from "./account-sheets";

export function NewAccountPage({ onBack }: { onBack: (id?: string) => void }) {
  const [form, setForm] = useState<AccountForm>(EMPTY);
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const [failed, setFailed] = useState<string | null>(null);
  const [made, setMade] = useState<{ id: string; password: string } | null>(null);
  async function add() {
    const missing = missingIn(form);
    setWrong(missing);
    if (missing.length > 0) return;
    const { username, name, role } = form;
    const answer = await addAccount({
      username,
      name: name.trim(),
      role,
      clinics: placesOf(form),
    });
    if (answer.kind === "ok") {
      setMade({ id: answer.body.account.id, password: answer.body.password });
      return;
    }
    setWrong(answer.kind === "fields" ? answer.fields : []);
    setFailed(failure(answer));
  }
  return (
    <Page title={d("account.new")} onBack={() => onBack()}>
      <div class="scroll wide">
        <AccountFields form={form} wrong={wrong} fresh onChange={setForm} />
        {failed && <p class="notice plain">{failed}</p>}
      </div>
      <footer class="foot">
        <span class="push" />
        <DeskButton kind="main" onClick={() => void add()}>
          {d("account.add")}
        </DeskButton>
      </footer>
      {made && (
        <PasswordSheet name={form.name} password={made.password} onClose={() => onBack(made.id)} />
      )}
    </Page>
  );
}

export function AccountPage({ id, onBack }: { id: string; onBack: () => void }) {
  const [whole, setWhole] = useState<WholeAccount | null>(null);
  const [form, setForm] = useState<AccountForm>(EMPTY);
  const [failed, setFailed] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const take = (answer: Answered<WholeAccount>) => {
    setFailed(failure(answer));
    if (answer.kind !== "ok") return;
    setWhole(answer.body);
    setForm(formOf(answer.body));
    setAsking(false);
  };
  useEffect(() => void loadAccount(id).then(take), [id]);
  if (!whole) {
    return (
      <Page title={d("room.accounts")} onBack={onBack}>
        <div class="scroll wide">{failed && <p class="notice plain">{failed}</p>}</div>
      </Page>
    );
  }
  const wrong = missingIn(form);
  const own = id === person.value?.me.account.id;
  const locksOut = own && (form.role !== "admin" || !form.active);
  const off = locksOut
    ? d("account.own")
    : wrong.length > 0
      ? d("account.incomplete")
      : hasConsequences(whole, form)
        ? null
        : d("account.unchanged");
  async function reset() {
    const answer = await newPassword(id);
    setFailed(failure(answer));
    if (answer.kind === "ok") setPassword(answer.body.password);
  }
  const { name, role } = whole.account;
  async function forgetFactor() {
    const answer = await endFactor(id);
    setFailed(failure(answer));
    setTold(answer.kind === "ok" ? d("account.factor_ended", { name }) : null);
  }
  return (
    <Page title={whole.account.name} onBack={onBack}>
      <div class="scroll wide account-page">
        <AccountFields form={form} wrong={wrong} fresh={false} onChange={setForm} />
        <Past whole={whole} />
        {failed && !asking && <p class="notice plain">{failed}</p>}
        <p role="status">{told}</p>
      </div>
      <footer class="foot">
        <DeskButton onClick={() => void reset()}>{d("account.password")}</DeskButton>
        {role !== "recruiter" && (
          <DeskButton onClick={() => void forgetFactor()}>{d("account.factor_end")}</DeskButton>
        )}
        <span class="push" />
        <span class="meta" role="status">
          {off}
        </span>
        <DeskButton kind="main" off={off} onClick={() => setAsking(true)}>
          {d("account.save")}
        </DeskButton>
      </footer>
      {asking && (
        <ConfirmSheet
          name={whole.account.name}
          what={consequencesOf(whole, form)}
          clinics={placesOf(form)}
          failed={failed}
          onSave={(moves) => void changeAccount(id, changeOf(form, moves)).then(take)}
          onClose={() => setAsking(false)}
        />
      )}
      {password && (
        <PasswordSheet
          name={whole.account.name}
          password={password}
          onClose={() => setPassword(null)}
        />
      )}
    </Page>
  );
}

function failure(answer: Answered<unknown>): string | null {
  if (answer.kind === "ok") return null;
  return answer.kind === "fields" ? d("account.refused") : d(`load.${answer.kind}`);
}

function Page(props: { title: string; onBack: () => void; children: preact.ComponentChildren }) {
  return (
    <article class="pane across" aria-labelledby="record-name">
      <header class="pane-head">
        <IconButton icon="back" label={d("back")} onClick={props.onBack} />
        <div class="pane-title">
          <h1 id="record-name">{props.title}</h1>
        </div>
      </header>
      {props.children}
    </article>
  );
}

/** What the account might do, the newest first, and how many registrations are its own. */
function Past({ whole }: { whole: WholeAccount }) {
  return (
    <section class="box">
      <h2>{d("account.past")}</h2>
      <ol class="account-past">
        {whole.entitlements.toReversed().map((one) => (
          <li key={one.since ?? ""}>
            <b>{one.active ? d(`role.${one.role}`) : d("accounts.inactive")}</b>{" "}
            {one.active && <span>{clinicsInWords(one.clinics)}</span>}
            <span class="meta num block">
              {one.since ? d("account.since", { at: moment(one.since) }) : d("account.all_along")}
              {one.by && ` · ${nameOf(one.by)}`}
            </span>
          </li>
        ))}
      </ol>
      <p class="meta num">
        {d("account.registrations", {
          n: whole.registrations.reduce((sum, { count }) => sum + count, 0),
        })}
      </p>
    </section>
  );
}
