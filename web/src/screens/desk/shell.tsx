/** What both desks stand in: rooms, connection, the person's own sheet, the keys, the undo line. */
import "../../ui/desk.css";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { letterKeys } from "../../state/desk";
import { registrations } from "../../state/registrations";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { DeskFrame, type DeskRooms, furtherRooms } from "../../ui/desk-frame";
import { useDeskKeys } from "../../ui/desk-keys";
import { UndoLine } from "../../ui/desk-parts";
import { Initials } from "../../ui/initials";
import { AccountSheet } from "./account-sheet";
import { Connection } from "./connection";
import { type KeyHelp, KeysSheet } from "./keys-sheet";
import { undoable, undoLast } from "./undo";

interface ShellProps {
  groups: readonly DeskRooms[];
  role: string;
  help: readonly KeyHelp[];
  children: ComponentChildren;
}

export function DeskShell({ groups, role, help, children }: ShellProps) {
  const { path } = useLocation();
  const [sheet, setSheet] = useState<"account" | "keys" | null>(null);
  const close = () => setSheet(null);
  const last = undoable.value;
  // What the server did not take was not done, and there is nothing to undo.
  const refused = last?.of.every((id) => registrations.value.get(id)?.stale);
  const offered = refused ? null : last;
  useDeskKeys(
    { "?": () => setSheet("keys"), ...(offered ? { u: undoLast } : {}) },
    { letters: letterKeys.value },
  );
  const name = person.value?.me.account.name ?? "";
  const foot = (
    <>
      <Connection />
      <button type="button" class="rail-person" onClick={() => setSheet("account")}>
        <Initials name={name} />
        <span>
          <b>{name}</b>
          <span class="meta">{role}</span>
        </span>
        <span class="rail-more">{d("room.more")}</span>
      </button>
    </>
  );
  return (
    <div class="desk-sheets">
      <DeskFrame
        groups={groups}
        path={path}
        words={{ skip: d("frame.skip"), rooms: d("frame.rooms") }}
        foot={foot}
      >
        {children}
      </DeskFrame>
      {offered && <UndoLine deed={offered.deed} undo={d("undo")} onUndo={undoLast} />}
      {sheet === "account" && (
        <AccountSheet
          rooms={furtherRooms(groups)}
          onKeys={() => setSheet("keys")}
          onClose={close}
        />
      )}
      {sheet === "keys" && <KeysSheet help={help} onClose={close} />}
    </div>
  );
}
