/** What an admin decided, told in words to whom it concerns. */
import type { Projected } from "../../domain/project";
import type { Thread } from "../../domain/types";
import { t } from "../../text";
import { Message } from "../../ui/message";

export function Settled({ one }: { one: Projected }) {
  const told = one.threads.filter(({ open, outcome }) => !open && outcome !== null);
  if (told.length === 0) return null;
  return (
    <Message tone="settle" title={t("one.settled")}>
      {told.map((thread) => (
        <p key={thread.id}>{wordsOf(thread, one)}</p>
      ))}
    </Message>
  );
}

function wordsOf({ outcome, unit }: Thread, one: Projected): string {
  const name = unit ? t(`unit.${unit}`) : "";
  const values = { unit: name.charAt(0).toUpperCase() + name.slice(1) };
  switch (outcome) {
    case "standing":
      return t("one.settled_standing", values);
    case "proposed":
      return t("one.settled_proposed", values);
    case "value":
      return t("one.settled_value", values);
    case "keep":
      return t(one.entry?.duplicate_of ? "one.settled_keep_other" : "one.settled_keep");
    case "two_people":
      return t("one.settled_two_people");
    default:
      return unit ? t("one.settled_author", values) : t("one.settled_no_more");
  }
}
