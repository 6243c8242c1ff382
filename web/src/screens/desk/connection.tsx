/** The state of sending, in one line at the rail's foot: a word and an icon, never red. */
import { online, strip } from "../../state/syncing";
import { d } from "../../text/desk";
import { DeskIcon, type DeskIconName } from "../../ui/desk-icon";

interface Said {
  tone: "good" | "calm" | "move" | "heed";
  icon: DeskIconName;
  words: string;
}

function said(): Said {
  const { form, unsent, done, total } = strip.value;
  if (form === "password") return { tone: "heed", icon: "key", words: d("state.password") };
  if (!online.value || form === "offline") {
    const words = unsent > 0 ? d("state.offline_unsent", { n: unsent }) : d("state.offline");
    return { tone: "calm", icon: "off", words };
  }
  if (form === "sending") {
    return { tone: "move", icon: "send", words: d("state.sending", { a: done, b: total }) };
  }
  if (unsent > 0) return { tone: "move", icon: "send", words: d("state.unsent", { n: unsent }) };
  return { tone: "good", icon: "checks", words: d("state.connected") };
}

export function Connection() {
  const { tone, icon, words } = said();
  return (
    <p class="rail-state" data-tone={tone} role="status">
      <DeskIcon name={icon} />
      {tone === "heed" ? <a href="/sign-in">{words}</a> : words}
    </p>
  );
}
