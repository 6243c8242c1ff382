/** Before an account is changed: what that comes to, and where its registrations go. And a new password. */
import { useState } from "preact/hooks";
import { d } from "../../text/desk";
import { DeskButton } from "../../ui/desk-parts";
import { Sheet } from "../../ui/sheet";
import { copied, copyText } from "../desk/copying";
import { clinicName } from "../desk/names";
import { listed } from "../desk/show";
import type { Consequences } from "./account-change";

interface ConfirmProps {
  name: string;
  what: Consequences;
  /** The clinics that registrations may go to. */
  clinics: readonly string[];
  failed: string | null;
  onSave: (moves: ReadonlyMap<string, string>) => void;
  onClose: () => void;
}

export function ConfirmSheet({ name, what, clinics, failed, onSave, onClose }: ConfirmProps) {
  const [moves, setMoves] = useState<ReadonlyMap<string, string>>(new Map());
  function choose(from: string, to: string) {
    const next = new Map(moves);
    if (to === "") next.delete(from);
    else next.set(from, to);
    setMoves(next);
  }
  return (
    <Sheet title={d("account.confirm", { name })} onClose={onClose}>
      <ul class="account-consequences">
        {sentences(what).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {what.left_behind.map(({ clinic, count }) => (
        <div key={clinic} class="account-move">
          <label for={`move-${clinic}`}>
            {d("account.left_behind", { n: count, clinic: clinicName(clinic) })}
          </label>
          <select
            id={`move-${clinic}`}
            class="desk-select"
            value={moves.get(clinic) ?? ""}
            onChange={(event) => choose(clinic, event.currentTarget.value)}
          >
            <option value="">{d("account.they_stay", { clinic: clinicName(clinic) })}</option>
            {clinics.map((to) => (
              <option key={to} value={to}>
                {d("account.they_move", { clinic: clinicName(to) })}
              </option>
            ))}
          </select>
          <p class="meta">{moveWords(clinic, moves.get(clinic))}</p>
        </div>
      ))}
      {failed && <p class="notice plain">{failed}</p>}
      <div class="row">
        <span class="push" />
        <DeskButton onClick={onClose}>{d("cancel")}</DeskButton>
        <DeskButton kind={what.closed ? "sure" : "main"} onClick={() => onSave(moves)}>
          {d(what.closed ? "account.close_do" : "account.save")}
        </DeskButton>
      </div>
    </Sheet>
  );
}

function sentences(what: Consequences): string[] {
  const names = (clinics: readonly string[]) => listed(clinics.map(clinicName));
  const { role, gained, lost } = what;
  const less = role !== null || lost.length > 0 || what.closed;
  return [
    ...(role
      ? [d("account.role_changes", { a: d(`role.${role.from}`), b: d(`role.${role.to}`) })]
      : []),
    ...(lost.length > 0 ? [d("account.loses", { clinics: names(lost) })] : []),
    ...(gained.length > 0 ? [d("account.gains", { clinics: names(gained) })] : []),
    ...(what.closed ? [d("account.closes")] : []),
    ...(what.opened ? [d("account.opens")] : []),
    ...(less ? [d("account.late_work")] : []),
  ];
}

function moveWords(from: string, to: string | undefined): string {
  if (to === undefined) return d("account.stay_more", { clinic: clinicName(from) });
  return d("account.move_more", { a: clinicName(from), b: clinicName(to) });
}

/** The one time that a password is seen. */
export function PasswordSheet(props: { name: string; password: string; onClose: () => void }) {
  const { name, password, onClose } = props;
  return (
    <Sheet title={d("account.password_of", { name })} onClose={onClose}>
      <p class="account-password num">{password}</p>
      <p>{d("account.password_once", { name })}</p>
      <div class="row">
        <span class="push" />
        <DeskButton icon="copy" onClick={() => void copyText("password", password)}>
          {d(copied.value === "password" ? "account.copied" : "account.copy")}
        </DeskButton>
        <DeskButton kind="main" onClick={onClose}>
          {d("account.noted")}
        </DeskButton>
      </div>
    </Sheet>
  );
}
