/** A line of history in words. */
import type { Entry, UnitName } from "../../domain/types";
import { type DeskKey, d } from "../../text/desk";
import { unitInSentence } from "./lines";
import { clinicName, firstName } from "./names";
import { versionName } from "./show";

const KNOWN: Record<string, DeskKey> = {
  create: "past.create",
  withdraw: "past.withdraw",
  erase: "past.erase",
  approve: "past.approve",
  return: "past.return",
  reject: "past.reject",
  reopen: "past.reopen",
  resolve: "past.resolve",
  take: "past.take",
  dismiss: "past.dismiss",
  code_issued: "past.code_issued",
  paid: "past.paid",
  registered: "past.registered",
};

export function happened(event: Entry["history"][number]): string {
  const name = firstName(event.by);
  if (event.what === "amend") {
    const units = (event.detail ?? "").split(",").filter(Boolean) as UnitName[];
    return d("past.amend", {
      name,
      n: versionName(event.version),
      units: units.map(unitInSentence).join(", "),
    });
  }
  if (event.what === "move") {
    const [from = "", to = ""] = (event.detail ?? "").split(" ");
    return d("past.move", { name, a: clinicName(from), b: clinicName(to) });
  }
  const key = KNOWN[event.what];
  if (!key) return event.what;
  const words = d(key, { name, n: versionName(event.version) });
  return event.detail ? `${words}: ${event.detail}` : words;
}
