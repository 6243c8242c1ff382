/** The person's own sheet: on a phone the rooms that the rail has no place for; language, theme, keys, sign out. */
import { useState } from "preact/hooks";
import { person, signOut } from "../../state/session";
import { language, speak, theme } from "../../state/settings";
import { strip } from "../../state/syncing";
import { d } from "../../text/desk";
import type { DeskRoom } from "../../ui/desk-frame";
import { DeskIcon } from "../../ui/desk-icon";
import { DeskButton, Segments } from "../../ui/desk-parts";
import { Sheet } from "../../ui/sheet";
import { LockRows } from "../sign-in/lock-rows";

interface SheetProps {
  rooms: readonly DeskRoom[];
  onKeys: () => void;
  onClose: () => void;
}

export function AccountSheet({ rooms, onKeys, onClose }: SheetProps) {
  const me = person.value?.me;
  const [leaving, setLeaving] = useState(false);
  if (!me) return null;
  const { unsent } = strip.value;
  return (
    <Sheet title={me.account.name} onClose={onClose}>
      <nav class="further-rooms" aria-label={d("room.more")}>
        {rooms.map((room) => (
          <a key={room.href} href={room.href} onClick={onClose}>
            <DeskIcon name={room.icon} size={20} /> {room.label}
          </a>
        ))}
      </nav>
      <p class="meta">
        {me.clinics.map((clinic) => clinic.name).join(" · ") || me.account.username}
      </p>
      <div class="row">
        <span>{d("account.language")}</span>
        <Segments
          label={d("account.language")}
          options={[
            { value: "id", label: "Indonesia" },
            { value: "en", label: "English" },
          ]}
          value={language.value}
          onChange={(value) => {
            void speak(value);
          }}
        />
      </div>
      <div class="row">
        <span>{d("account.theme")}</span>
        <Segments
          label={d("account.theme")}
          options={[
            { value: "system", label: d("theme.system") },
            { value: "light", label: d("theme.light") },
            { value: "dark", label: d("theme.dark") },
          ]}
          value={theme.value}
          onChange={(value) => {
            theme.value = value;
          }}
        />
      </div>
      <LockRows />
      {leaving && unsent > 0 && <p class="meta">{d("account.unsent_stay", { n: unsent })}</p>}
      <div class="row wrap">
        <DeskButton icon="info" onClick={onKeys} hint="?">
          {d("keys.title")}
        </DeskButton>
        <DeskButton
          icon="out"
          onClick={() => (unsent > 0 && !leaving ? setLeaving(true) : void signOut())}
        >
          {d("account.sign_out")}
        </DeskButton>
      </div>
    </Sheet>
  );
}
