/** The accounts: who may sign in, as what, and where. */
import { useEffect, useState } from "preact/hooks";
import { accounts, loadAccounts } from "../../state/desk";
import { d } from "../../text/desk";
import { a } from "../../text/desk-after";
import { DeskButton } from "../../ui/desk-parts";
import { useLocation, useRoute } from "../../ui/router";
import { clinicName, clinicsInWords } from "../desk/names";
import { AccountPage, NewAccountPage } from "./account-page";

export function AccountsRoom() {
  const { route } = useLocation();
  const { id } = useRoute().params;
  if (id === "new") return <NewAccountPage onBack={(made) => route(pathOf(made))} />;
  if (id) return <AccountPage key={id} id={id} onBack={() => route("/accounts")} />;
  return <AccountList onAdd={() => route("/accounts/new")} />;
}

const pathOf = (id?: string): string => (id ? `/accounts/${id}` : "/accounts");

function AccountList({ onAdd }: { onAdd: () => void }) {
  const [search, setSearch] = useState("");
  useEffect(() => void loadAccounts(), []);
  const { rows, problem } = accounts.value;
  const wanted = search.trim().toLowerCase();
  const shown = (rows ?? []).filter((row) =>
    [row.name, row.username, ...row.clinics.map(clinicName)].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{d("room.accounts")}</h1>
        <span class="meta num">{rows ? d("accounts.count", { n: shown.length }) : ""}</span>
        <span class="push" />
        <input
          class="desk-input search"
          type="search"
          aria-label={d("accounts.search")}
          placeholder={d("accounts.search")}
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        <DeskButton small onClick={() => void loadAccounts()}>
          {d("reload")}
        </DeskButton>
        <a class="desk-button small" href="/import/clinics">
          {a("import.clinics")}
        </a>
        <a class="desk-button small" href="/import/accounts">
          {a("import.accounts")}
        </a>
        <DeskButton small kind="main" onClick={onAdd}>
          {d("account.add")}
        </DeskButton>
      </header>
      {problem && <p class="notice plain">{d(`load.${problem}`)}</p>}
      {rows && (
        <div class="box flush scroll">
          <table class="desk-table">
            <thead>
              <tr>
                <th scope="col">{d("people.name")}</th>
                <th scope="col">{d("accounts.username")}</th>
                <th scope="col">{d("accounts.role")}</th>
                <th scope="col">{d("people.clinic")}</th>
                <th scope="col">{d("people.status")}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <a href={pathOf(row.id)}>{row.name}</a>
                  </th>
                  <td>{row.username}</td>
                  <td>{d(`role.${row.role}`)}</td>
                  <td>{clinicsInWords(row.clinics)}</td>
                  <td>{d(row.active ? "accounts.active" : "accounts.inactive")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
