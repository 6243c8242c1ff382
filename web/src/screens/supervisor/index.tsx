/** The supervisor's desk: queue, people, what was approved, numbers, phones. */

import { noticed } from "../../state/noticed";
import { registrations } from "../../state/registrations";
import { d } from "../../text/desk";
import { a } from "../../text/desk-after";
import type { DeskRooms } from "../../ui/desk-frame";
import { Route, Router } from "../../ui/router";
import { ApprovedRoom } from "../desk/approved-room";
import { DevicesRoom } from "../desk/devices-room";
import { IncentivesRoom } from "../desk/incentives-room";
import { DeskShell } from "../desk/shell";
import { NumbersRoom } from "./numbers-room";
import { PeopleRoom } from "./people-room";
import { asksForEyes } from "./queue";
import { QueueRoom } from "./queue-room";

export { SecondStep } from "../second-factor/step";

export default function Supervisor() {
  const waiting = asksForEyes(registrations.value.values(), noticed.value).length;
  const groups: DeskRooms[] = [
    {
      heading: null,
      rooms: [
        { href: "/queue", label: d("room.queue"), icon: "inbox", count: waiting },
        { href: "/list", label: d("room.people"), icon: "users" },
        { href: "/approved", label: a("room.approved"), icon: "list" },
        { href: "/incentives", label: a("room.incentives"), icon: "ok" },
        { href: "/numbers", label: d("room.numbers"), icon: "chart" },
        { href: "/devices", label: d("room.devices"), icon: "phone" },
      ],
    },
  ];
  return (
    <DeskShell groups={groups} role={d("role.supervisor")} help={help()}>
      <Router>
        <Route path="/list/:id?" component={PeopleRoom} />
        <Route path="/approved/:id?" component={ApprovedRoom} />
        <Route path="/incentives/:month?/:account?" component={IncentivesRoom} />
        <Route path="/numbers" component={NumbersRoom} />
        <Route path="/devices" component={DevicesRoom} />
        <Route path="/queue/:id?" component={QueueRoom} />
        <Route default component={QueueRoom} />
      </Router>
    </DeskShell>
  );
}

function help() {
  return [
    { keys: ["J", "K"], does: d("keys.next") },
    { keys: ["Enter", "Esc"], does: d("keys.open") },
    { keys: ["S", "B", "T"], does: d("keys.verdict") },
    { keys: ["Shift+S"], does: d("keys.many") },
    { keys: ["Ctrl+Enter"], does: d("keys.send") },
    { keys: ["C", "H"], does: d("keys.copy") },
    { keys: ["F"], does: d("keys.photo") },
    { keys: ["U"], does: d("keys.undo") },
    { keys: ["/"], does: d("keys.search") },
    { keys: ["?"], does: d("keys.all") },
  ];
}
