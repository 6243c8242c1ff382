/** The admin's desk: conflicts, people signed up twice, accounts, phones. */
import { Route, Router } from "preact-iso";
import { registrations } from "../../state/registrations";
import { d } from "../../text/desk";
import type { DeskRooms } from "../../ui/desk-frame";
import { DevicesRoom } from "../desk/devices-room";
import { DeskShell } from "../desk/shell";
import { AccountsRoom } from "./accounts-room";
import { ConflictsRoom } from "./conflicts-room";
import { DuplicatesRoom } from "./duplicates-room";
import { conflictsOf, duplicatesOf } from "./inbox";

export default function Admin() {
  const all = registrations.value;
  const groups: DeskRooms[] = [
    {
      heading: d("room.to_settle"),
      rooms: [
        {
          href: "/conflicts",
          label: d("room.conflicts"),
          icon: "compare",
          count: conflictsOf(all).length,
        },
        {
          href: "/duplicates",
          label: d("room.duplicates"),
          icon: "copy",
          count: duplicatesOf(all).length,
        },
      ],
    },
    {
      heading: d("room.manage"),
      rooms: [
        { href: "/accounts", label: d("room.accounts"), icon: "user" },
        { href: "/devices", label: d("room.devices"), icon: "phone" },
      ],
    },
  ];
  return (
    <DeskShell groups={groups} role={d("role.admin")} help={help()}>
      <Router>
        <Route path="/conflicts/:id?" component={ConflictsRoom} />
        <Route path="/duplicates/:id?" component={DuplicatesRoom} />
        <Route path="/accounts" component={AccountsRoom} />
        <Route path="/devices" component={DevicesRoom} />
        <Route default component={ConflictsRoom} />
      </Router>
    </DeskShell>
  );
}

function help() {
  return [
    { keys: ["J", "K"], does: d("keys.units") },
    { keys: ["Shift+J", "Shift+K"], does: d("keys.pages") },
    { keys: ["1", "2", "3"], does: d("keys.sides") },
    { keys: ["Enter", "Esc"], does: d("keys.edit") },
    { keys: ["A", "B", "D"], does: d("keys.claims") },
    { keys: ["Ctrl+Enter"], does: d("keys.settle") },
    { keys: ["N"], does: d("keys.later") },
    { keys: ["U"], does: d("keys.undo") },
    { keys: ["?"], does: d("keys.all") },
  ];
}
