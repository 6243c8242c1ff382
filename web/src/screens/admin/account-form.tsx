/** The fields of an account: name, user name, role, clinics, open or closed. */
import { useId, useState } from "preact/hooks";
import type { Role } from "../../domain/types";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { Option } from "../../ui/desk-parts";
import { clinicName } from "../desk/names";
import type { AccountForm } from "./account-change";

const ROLES: readonly Role[] = ["recruiter", "supervisor", "admin"];

interface FormProps {
  form: AccountForm;
  /** Fields that want another answer. */
  wrong: readonly string[];
  /** A user name is given once, when the account is opened. */
  fresh: boolean;
  onChange: (form: AccountForm) => void;
}

export function AccountFields({ form, wrong, fresh, onChange }: FormProps) {
  const put = (part: Partial<AccountForm>) => onChange({ ...form, ...part });
  return (
    <section class="box account-form">
      <Line
        label={d("people.name")}
        value={form.name}
        error={wrong.includes("name") ? d("account.name_needed") : null}
        onInput={(name) => put({ name })}
      />
      {fresh ? (
        <Line
          label={d("accounts.username")}
          hint={d("account.username_hint")}
          value={form.username}
          error={wrong.includes("username") ? d("account.username_wrong") : null}
          onInput={(username) => put({ username: username.toLowerCase() })}
        />
      ) : (
        <dl class="facts">
          <dt>{d("accounts.username")}</dt>
          <dd>{form.username}</dd>
        </dl>
      )}
      <div role="radiogroup" aria-label={d("accounts.role")} class="row wrap">
        <span class="meta whole">{d("accounts.role")}</span>
        {ROLES.map((role) => (
          <Option key={role} chosen={form.role === role} hint={null} onChoose={() => put({ role })}>
            {d(`role.${role}`)}
          </Option>
        ))}
      </div>
      {form.role === "admin" ? (
        <p class="meta">{d("account.admin_sees_all")}</p>
      ) : (
        <Clinics
          chosen={form.clinics}
          wrong={wrong.includes("clinics")}
          onChange={(clinics) => put({ clinics })}
        />
      )}
      {!fresh && (
        <label class="row">
          <input
            type="checkbox"
            checked={form.active}
            onChange={(event) => put({ active: event.currentTarget.checked })}
          />
          {d("account.open")}
        </label>
      )}
    </section>
  );
}

interface LineProps {
  label: string;
  hint?: string;
  value: string;
  error: string | null;
  onInput: (value: string) => void;
}

function Line({ label, hint, value, error, onInput }: LineProps) {
  const id = useId();
  return (
    <div>
      <label class="meta" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="desk-input"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-said`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <span
        id={`${id}-said`}
        class={error ? "tone" : "meta"}
        data-tone={error ? "stop" : undefined}
      >
        {error ?? hint}
      </span>
    </div>
  );
}

interface ClinicsProps {
  chosen: readonly string[];
  wrong: boolean;
  onChange: (clinics: string[]) => void;
}

/** Chosen ones first, so that a long list shows at a glance where somebody works. */
function Clinics({ chosen, wrong, onChange }: ClinicsProps) {
  const [search, setSearch] = useState("");
  const [first] = useState(new Set(chosen));
  const wanted = search.trim().toLowerCase();
  const all = (person.value?.me.clinics ?? [])
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .sort(
      (a, b) => Number(first.has(b.id)) - Number(first.has(a.id)) || (a.name < b.name ? -1 : 1),
    );
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((c) => c !== id) : [...chosen, id]);
  return (
    <fieldset class="account-clinics" aria-describedby="clinics-said">
      <legend class="meta">{d("account.clinics", { n: chosen.length })}</legend>
      <input
        class="desk-input"
        type="search"
        aria-label={d("account.find_clinic")}
        placeholder={d("account.find_clinic")}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <div class="ticks">
        {all.map(({ id }) => (
          <label key={id} class="row">
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
            {clinicName(id)}
          </label>
        ))}
      </div>
      <span id="clinics-said" class="tone" data-tone="stop">
        {wrong && d("account.clinic_needed")}
      </span>
    </fieldset>
  );
}
