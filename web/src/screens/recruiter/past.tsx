/** What has happened to a registration, the last first. */
import type { Projected } from "../../domain/project";
import type { Entry } from "../../domain/types";
import { person } from "../../state/session";
import { isText, t } from "../../text";
import { Card } from "../../ui/card";
import { clock, day } from "./words";

export function Past({ one }: { one: Projected }) {
  if (one.history.length === 0) return null;
  return (
    <Card heading={t("one.history")}>
      <ol class="past-list">
        {one.history.toReversed().map((event) => (
          <li key={`${event.version} ${event.at} ${event.what}`}>
            <span>{happened(event)}</span>
            <span class="caption num">
              {day(event.at)}, {clock(event.at)}
              {nameOf(event.by)}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function happened({ what, detail }: Entry["history"][number]): string {
  const key = `history.${what}`;
  const deed = isText(key) ? t(key) : t("history.other");
  if (what === "move") return deed;
  if (what !== "amend") return detail ? `${deed}: ${detail}` : deed;
  const units = (detail ?? "").split(",").map((unit) => `unit.${unit.trim()}`);
  return `${deed}: ${units
    .map((unit) => (isText(unit) ? t(unit) : ""))
    .filter(Boolean)
    .join(", ")}`;
}

function nameOf(account: string): string {
  const me = person.value?.me;
  if (!me) return "";
  const known = [me.account, ...me.people].find(({ id }) => id === account);
  return known ? ` · ${known.name}` : "";
}
