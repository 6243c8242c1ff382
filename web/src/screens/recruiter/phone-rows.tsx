/** How this phone keeps what it holds. What can fail says what to do next. */
import type { ComponentChildren } from "preact";
import {
  askPersist,
  installed,
  persisted,
  promptInstall,
  room,
  roomIsShort,
} from "../../state/storage";
import { lanes } from "../../state/syncing";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { Rows } from "../../ui/card";
import { Icon, type IconName } from "../../ui/icon";
import { Note } from "../../ui/message";
import { size, when } from "./words";

const JUST_NOW_MS = 90_000;

export function PhoneRows() {
  const { feed, month_bytes } = lanes.value;
  const space = room.value;
  const low = roomIsShort.value;
  const install = promptInstall.value;
  return (
    <>
      <Rows>
        <Row icon="tower" name={t("send.contact")} value={contact(feed.at)} />
        <Row icon="gauge" name={t("send.bytes")} value={size(month_bytes)} />
        {space && (
          <Row
            icon="disk"
            name={t("send.room")}
            value={t("send.room_of", { a: size(space.used), b: size(space.total) })}
            tone={low ? "heed" : undefined}
          >
            {low && <Note tone="warning">{t("send.room_low")}</Note>}
          </Row>
        )}
        {persisted.value !== null && (
          <Row
            icon="lock"
            name={t("send.kept")}
            value={t(persisted.value ? "send.granted" : "send.not_granted")}
            tone={persisted.value ? "good" : "heed"}
          >
            {!persisted.value && (
              <Button onClick={() => void askPersist()}>{t("send.ask_kept")}</Button>
            )}
          </Row>
        )}
        <Row
          icon="phone"
          name={t("send.app", { version: __APP_VERSION__ })}
          value={t(installed.value ? "send.installed" : "send.not_installed")}
          tone={installed.value ? "good" : "heed"}
        >
          {!installed.value && install && (
            <Button icon="download" onClick={() => void install()}>
              {t("send.install")}
            </Button>
          )}
        </Row>
      </Rows>
      <Rows>
        {!installed.value && (
          <Way href="/install" name={t("install.title")} hint={t("install.hint")} />
        )}
        <Way href="/rescue" name={t("rescue.title")} hint={t("rescue.hint")} />
      </Rows>
    </>
  );
}

function Way({ href, name, hint }: { href: string; name: string; hint: string }) {
  return (
    <a class="item" href={href}>
      <span class="words">
        <span class="name">{name}</span>
        <br />
        <span class="hint">{hint}</span>
      </span>
      <Icon name="next" size={20} />
    </a>
  );
}

function contact(at: string | null): string {
  if (at === null) return t("send.never");
  return Date.now() - Date.parse(at) < JUST_NOW_MS ? t("send.just_now") : when(at);
}

function Row(props: {
  icon: IconName;
  name: string;
  value: string;
  tone?: "good" | "heed" | undefined;
  children?: ComponentChildren;
}) {
  return (
    <div class="phone-row">
      <Icon name={props.icon} />
      <span>{props.name}</span>
      <b class={`num ${props.tone ?? ""}`}>{props.value}</b>
      {props.children && <div>{props.children}</div>}
    </div>
  );
}
