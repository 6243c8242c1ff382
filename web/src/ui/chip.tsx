import { photoFollows } from "../domain/photo";
import type { Projected } from "../domain/project";
import type { Chip } from "../domain/status";
import { t } from "../text";
import { Icon, type IconName } from "./icon";

type Tone =
  | "plain"
  | "calm"
  | "move"
  | "wait"
  | "heed"
  | "good"
  | "brand"
  | "solid"
  | "stop"
  | "settle";
type Form = "filled" | "outline";

const CHIPS: Record<Chip, [IconName, Tone, Form]> = {
  draft: ["draft", "plain", "outline"],
  correction: ["draft", "heed", "outline"],
  on_phone: ["phone", "calm", "filled"],
  sending: ["send", "move", "filled"],
  with_supervisor: ["hourglass", "wait", "filled"],
  photo_to_follow: ["image", "move", "outline"],
  returned: ["return", "heed", "filled"],
  approved: ["ok", "good", "filled"],
  code_issued: ["ticket", "brand", "filled"],
  code_lapsed: ["lapsed", "heed", "outline"],
  paid: ["banknote", "good", "outline"],
  registered: ["shield", "solid", "filled"],
  rejected: ["ban", "stop", "filled"],
  withdrawn: ["slash", "calm", "filled"],
  settling: ["scale", "settle", "filled"],
  with_admin: ["pause", "settle", "outline"],
};

/** The status, and beside it that the photo is still to come (P87). */
export function StatusChips({
  of,
}: {
  of: Pick<Projected, "chip" | "entry" | "photo" | "status">;
}) {
  return (
    <span class="chips">
      <StatusChip chip={of.chip} />
      {photoFollows(of) && <StatusChip chip="photo_to_follow" />}
    </span>
  );
}

/** A status: an icon, a word and a tone, the same everywhere. */
export function StatusChip({ chip }: { chip: Chip }) {
  const [icon, tone, form] = CHIPS[chip];
  return (
    <span class={`chip ${form}`} data-tone={tone}>
      <Icon name={icon} size={16} />
      {t(`chip.${chip}`)}
    </span>
  );
}
