/** On the page about sending: giving what waits to a colleague, carrying for colleagues, and what is carried. */

import { useEffect, useState } from "preact/hooks";
import { carried, lookAtCarried, type Parcel } from "../../state/courier";
import { lanes, ran } from "../../state/syncing";
import { isText, t } from "../../text";
import { Button } from "../../ui/button";
import { Rows } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Message } from "../../ui/message";
import { useLocation } from "../../ui/router";
import { HandOver } from "./hand-over";
import { TakeOver } from "./take-over";
import { figure, when } from "./words";

export function Courier() {
  const [giving, setGiving] = useState(false);
  const { data, entrusted } = lanes.value;
  const left = data.total - data.done;
  const runs = ran.value;
  useEffect(() => void lookAtCarried(), [runs]);
  return (
    <>
      <TakenIn />
      {left + carried.value.length > 0 && (
        <Rows>
          {left > 0 && (
            <div class="phone-row">
              <Icon name="share" />
              <span>{t("courier.give_hint")}</span>
              <div>
                <p class="hint num" role="status">
                  {entrusted.at !== null &&
                    t("courier.given", { n: figure(entrusted.n), at: when(entrusted.at) })}
                </p>
                <Button onClick={() => setGiving(true)}>{t("courier.give")}</Button>
              </div>
            </div>
          )}
          {carried.value.map((parcel) => (
            <ParcelRow key={parcel.id} of={parcel} />
          ))}
        </Rows>
      )}
      {giving && <HandOver onClose={() => setGiving(false)} />}
    </>
  );
}

/** Taking a colleague's work over. */
export function Carrying() {
  const [taking, setTaking] = useState(false);
  return (
    <>
      <Button icon="lock" onClick={() => setTaking(true)}>
        {t("courier.take")}
      </Button>
      {taking && <TakeOver onClose={() => setTaking(false)} />}
    </>
  );
}

function ParcelRow({ of }: { of: Parcel }) {
  const { ended } = of;
  const came = ended?.result === "taken" || ended?.result === "known";
  return (
    <div class="phone-row" data-parcel={ended?.result ?? "waits"}>
      <Icon name={came ? "ok" : "lock"} />
      <span>{t("courier.from")}</span>
      <b class={`num ${came ? "good" : ""}`}>{t("courier.locked", { n: of.count })}</b>
      <div class="caption num">{fate(of)}</div>
    </div>
  );
}

function fate({ ended, taken_at }: Parcel): string {
  if (ended === null) return t("courier.waits", { at: when(taken_at) });
  if (ended.result === "taken") return t("courier.arrived", { at: when(ended.at) });
  if (ended.result === "known") return t("courier.known", { at: when(ended.at) });
  return t("courier.refused");
}

/** What the service worker has made of a file that was shared with the app. */
function TakenIn() {
  const { query } = useLocation();
  const key = `courier.in.${query.shared}`;
  if (!query.shared || !isText(key)) return null;
  return <Message tone={query.shared === "taken_in" ? "good" : "heed"} title={t(key)} />;
}
