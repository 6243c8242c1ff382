/** Sending: what has gone, what waits, how safe it lies here. Nothing on it is needed for sending. */
import { useEffect, useState } from "preact/hooks";
import { networkIsKnown, photoLane, photosNow } from "../../state/photos";
import { registrations } from "../../state/registrations";
import { person } from "../../state/session";
import { photosOnWifi } from "../../state/settings";
import { lookAtRoom } from "../../state/storage";
import { lanes, strip, syncNow } from "../../state/syncing";
import { t } from "../../text";
import { TabBar } from "../../ui/app-bar";
import { Button } from "../../ui/button";
import { Progress, Rows } from "../../ui/card";
import { Switch } from "../../ui/field";
import { Icon, type IconName } from "../../ui/icon";
import { Message } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import { Carrying, Courier } from "./courier";
import { PhoneRows } from "./phone-rows";
import { SignInAgain } from "./sign-in-again";
import { TabScreen } from "./tab-screen";
import { figure, size, when } from "./words";

export function Sending() {
  const heading = usePage(t("send.title"));
  const [later, setLater] = useState(false);
  const reading = person.value?.reading;
  const expired = reading === "session_expired";
  useEffect(() => void lookAtRoom(), []);
  return (
    <TabScreen
      path="/send"
      bar={
        <TabBar
          heading={
            <h1 ref={heading} tabIndex={-1}>
              {t("send.title")}
            </h1>
          }
        >
          <a class="icon-button" href="/settings" aria-label={t("settings.title")}>
            <Icon name="settings" />
          </a>
        </TabBar>
      }
    >
      {reading === "device_ended" && (
        <Message tone="heed" title={t("send.ended_title")}>
          {t("send.ended_text")}
        </Message>
      )}
      {expired && !later ? <SignInAgain onLater={() => setLater(true)} /> : <Lanes />}
    </TabScreen>
  );
}

function Lanes() {
  const { data, feed, chain_ok } = lanes.value;
  const left = data.total - data.done;
  const photos = photoLane.value;
  const heard = [...registrations.value.values()].filter(({ entry }) => entry !== null).length;
  return (
    <>
      {!chain_ok && (
        <Message tone="heed" title={t("send.chain_title")}>
          {t("send.chain_text")}
        </Message>
      )}
      <Rows>
        <Lane
          icon="file"
          name={t("send.data")}
          figure={data.total === 0 ? "" : `${figure(data.done)} / ${figure(data.total)}`}
          start={
            left > 0
              ? `${t("send.left", { n: left })}, ${size(data.bytes_left)}`
              : t("send.all_sent")
          }
          end={left > 0 ? t("send.first") : ""}
        >
          <Progress done={data.done} total={data.total} tone={toneOf(left)} />
        </Lane>
        <PhotoLane />
        <Lane
          icon="news"
          name={t("send.news")}
          figure={figure(heard)}
          start={feed.at === null ? t("send.no_news") : newsWords(feed.complete)}
          end={feed.at === null ? "" : `${when(feed.at)}`}
        >
          <Progress done={feed.complete ? 1 : 0} total={1} tone={feed.complete ? "good" : "wait"} />
        </Lane>
        {photosUsed() && (
          <div class="lane-switch">
            <Switch
              id="photos_on_wifi"
              checked={photosOnWifi.value}
              onChange={(on) => {
                photosOnWifi.value = on;
              }}
            >
              {t("send.only_wifi")}
            </Switch>
            {photosOnWifi.value && !networkIsKnown() && (
              <p class="hint">{t("send.network_unknown")}</p>
            )}
          </div>
        )}
      </Rows>
      <Courier />
      <PhoneRows />
      <Carrying />
      {(left > 0 || photos.done < photos.total) && (
        <Button icon="upload" onClick={sendNow}>
          {t("send.now")}
        </Button>
      )}
    </>
  );
}

/** Not where an organisation wants none and none is left from before. */
function photosUsed(): boolean {
  return person.value?.me.settings.id_photo !== "off" || photoLane.value.total > 0;
}

function sendNow(): void {
  syncNow();
  photosNow();
}

function PhotoLane() {
  const { done, total, bytes_done, bytes_total, waits } = photoLane.value;
  if (!photosUsed()) return null;
  const left = total - done;
  return (
    <Lane
      icon="gallery"
      name={t("send.photos")}
      figure={total === 0 ? "" : `${figure(done)} / ${figure(total)}`}
      start={
        left === 0 ? t("send.all_sent") : t(waits ? `send.waits_${waits}` : "send.photos_going")
      }
      end={left === 0 ? "" : t("send.bytes_of", { a: size(bytes_done), b: size(bytes_total) })}
    >
      <Progress
        done={bytes_done}
        total={bytes_total}
        tone={left === 0 ? "good" : waits ? "wait" : "move"}
      />
    </Lane>
  );
}

function toneOf(left: number): "good" | "move" | "wait" {
  if (left === 0) return "good";
  return strip.value.form === "sending" ? "move" : "wait";
}

function newsWords(complete: boolean): string {
  return t(complete ? "send.complete" : "send.coming");
}

function Lane(props: {
  icon: IconName;
  name: string;
  figure: string;
  start: string;
  end: string;
  children: preact.ComponentChildren;
}) {
  return (
    <section class="lane">
      <Icon name={props.icon} />
      <div>
        <div class="sum-line">
          <h2 class="label">{props.name}</h2>
          <strong class="num">{props.figure}</strong>
        </div>
        {props.children}
        <div class="sum-line caption num">
          <span>{props.start}</span>
          <span>{props.end}</span>
        </div>
      </div>
    </section>
  );
}
