/** The admin's desk: conflicts, people signed up twice, what was approved, accounts, phones. */
import { useEffect } from "preact/hooks";
import { Route, Router } from "preact-iso";
import { held, loadHeld } from "../../state/quarantine";
import { registrations } from "../../state/registrations";
import { lanes } from "../../state/syncing";
import { d } from "../../text/desk";
import { a } from "../../text/desk-after";
import { p } from "../../text/proof";
import type { DeskRooms } from "../../ui/desk-frame";
import { ApprovedRoom } from "../desk/approved-room";
import { DevicesRoom } from "../desk/devices-room";
import { IncentivesRoom } from "../desk/incentives-room";
import { DeskShell } from "../desk/shell";
import { AccountsRoom } from "./accounts-room";
import { ConflictsRoom } from "./conflicts-room";
import { DuplicatesRoom } from "./duplicates-room";
import { HeldRoom } from "./held-room";
import { ImportPage } from "./import-page";
import { conflictsOf, duplicatesOf } from "./inbox";
import { PeopleDataRoom } from "./people-data-room";
import { ProcessingRoom } from "./processing-room";
import { RescueRoom } from "./rescue-room";

export default function Admin() {
  const all = registrations.value;
  const { at } = lanes.value.feed;
  // What waits is in no feed: it is asked for after each contact with the server.
  useEffect(() => void loadHeld(), [at]);
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
        { href: "/held", label: d("room.held"), icon: "pause", count: held.value.count },
      ],
    },
    {
      heading: d("room.manage"),
      rooms: [
        {
          href: "/approved",
          label: a("room.approved"),
          icon: "list",
          also: ["/import/payments"],
        },
        { href: "/incentives", label: a("room.incentives"), icon: "chart" },
        {
          href: "/accounts",
          label: d("room.accounts"),
          icon: "user",
          also: ["/import/accounts", "/import/clinics"],
        },
        { href: "/devices", label: d("room.devices"), icon: "phone" },
        { href: "/rescue", label: d("room.rescue"), icon: "inbox" },
      ],
    },
    {
      heading: p("room.rights"),
      rooms: [
        { href: "/data", label: p("room.people_data"), icon: "users" },
        { href: "/processing", label: p("room.processing"), icon: "history" },
      ],
    },
  ];
  return (
    <DeskShell groups={groups} role={d("role.admin")} help={help()}>
      <Router>
        <Route path="/conflicts/:id?" component={ConflictsRoom} />
        <Route path="/duplicates/:id?" component={DuplicatesRoom} />
        <Route path="/held/:device?/:n?/:hash?" component={HeldRoom} />
        <Route path="/approved/:id?" component={ApprovedRoom} />
        <Route path="/incentives/:month?/:account?" component={IncentivesRoom} />
        <Route path="/import/:kind" component={ImportPage} />
        <Route path="/accounts/:id?" component={AccountsRoom} />
        <Route path="/devices" component={DevicesRoom} />
        <Route path="/data/:id?" component={PeopleDataRoom} />
        <Route path="/processing/:id?" component={ProcessingRoom} />
        <Route path="/rescue" component={RescueRoom} />
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
    { keys: ["1 – 9"], does: d("keys.take") },
    { keys: ["Ctrl+Enter"], does: d("keys.settle") },
    { keys: ["Shift+A"], does: d("keys.same") },
    { keys: ["E", "T"], does: d("keys.held") },
    { keys: ["N"], does: d("keys.later") },
    { keys: ["U"], does: d("keys.undo") },
    { keys: ["?"], does: d("keys.all") },
  ];
}
