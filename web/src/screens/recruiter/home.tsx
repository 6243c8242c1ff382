/** One glance: how the month stands, what is unsent, the big button. */
import { computed } from "@preact/signals";
import type { Projected } from "../../domain/project";
import { corrections } from "../../state/corrections";
import { drafts } from "../../state/drafts";
import { faded, registrations, today } from "../../state/registrations";
import { person } from "../../state/session";
import { roomIsShort } from "../../state/storage";
import { strip } from "../../state/syncing";
import { t } from "../../text";
import { HomeBar } from "../../ui/app-bar";
import { takeUpdate, updateReady } from "../../ui/app-update";
import { Button } from "../../ui/button";
import { Card, Rows } from "../../ui/card";
import { StatusChip } from "../../ui/chip";
import { Icon } from "../../ui/icon";
import { Initials } from "../../ui/initials";
import { Message } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import { EmptyHome } from "./empty-home";
import { dayAround, monthOf } from "./month";
import { useNewSignUp } from "./start-sign-up";
import { stepPath } from "./steps";
import { TabScreen } from "./tab-screen";
import { TargetCard } from "./target-card";
import { clock, occupationName, when } from "./words";
import { WrongClock } from "./wrong-clock";

/** A day's newest; who has more of them looks at the list. */
const SHOWN = 20;

/** Counted again when one of them changes, not with each word about sending. */
const mine = computed(() => person.value?.me.account.id ?? "");
const month = computed(() => {
  const all = [...registrations.value.values(), ...faded.value.values()];
  return monthOf(all, mine.value, today.value);
});
const back = computed(() =>
  [...registrations.value.values()].filter(({ status }) => status === "returned"),
);
const signedToday = computed(() => {
  const [from, to] = dayAround(today.value);
  return [...registrations.value.values()]
    .filter(
      ({ recruiter, captured_at }) =>
        recruiter === mine.value && captured_at >= from && captured_at < to,
    )
    .sort((a, b) => (a.captured_at < b.captured_at ? 1 : -1));
});

export function Home() {
  const heading = usePage(t("tabs.home"));
  const start = useNewSignUp();
  const me = person.value?.me;
  if (!me) return null;
  return (
    <TabScreen
      path="/"
      bar={
        <HomeBar>
          <a class="icon-button" href="/settings">
            <Initials name={me.account.name} alone />
            <span class="unseen">{t("settings.title")}</span>
          </a>
        </HomeBar>
      }
      action={
        <Button kind="main" size="big" icon="add-person" onClick={start}>
          {t("home.sign_up")}
        </Button>
      }
    >
      <h1 class="unseen" ref={heading} tabIndex={-1}>
        {t("tabs.home")}
      </h1>
      <WrongClock />
      {roomIsShort.value && <Message tone="heed" title={t("send.room_low")} />}
      <NewVersion />
      <OpenDraft />
      <SentBack />
      {month.value.all === 0 &&
        (strip.value.at === null ? (
          <p class="hint">{t("home.coming")}</p>
        ) : (
          <EmptyHome onStart={start} />
        ))}
      {month.value.all > 0 && (
        <>
          <TargetCard month={month.value} target={me.settings.month_target} />
          <Today />
        </>
      )}
    </TabScreen>
  );
}

/** Only here: between two sign-ups (P153). */
function NewVersion() {
  if (!updateReady.value) return null;
  return (
    <Card heading={t("update.title")}>
      <p class="hint">{t("update.text")}</p>
      <Button icon="download" onClick={takeUpdate}>
        {t("update.take")}
      </Button>
    </Card>
  );
}

/** Where a phone that died, or a pause, left off: in a sign-up, or in a correction. */
function OpenDraft() {
  const [draft] = drafts.value;
  const [correction] = corrections.value;
  const corrects = correction && !(draft && draft.touched_at > correction.touched_at);
  const last = corrects ? correction : draft;
  if (!last) return null;
  const href = "step" in last ? stepPath(last.id, last.step) : `/registration/${last.id}`;
  return (
    <Rows>
      <a class="item" href={href}>
        <span class="words">
          <span class="name clip">{last.fields.full_name || t("line.no_name")}</span>
          <span class="caption clip">
            {t(corrects ? "correction.go_on" : "home.drafts")} · {when(last.touched_at)}
          </span>
        </span>
        <StatusChip chip="draft" />
        <Icon name="next" size={20} />
      </a>
    </Rows>
  );
}

/** What a supervisor has sent back waits for me alone: it is seen without looking for it. */
function SentBack() {
  const [first] = back.value;
  if (!first) return null;
  return (
    <Rows>
      <a class="item" href={back.value.length === 1 ? `/registration/${first.id}` : "/list"}>
        <span class="words">
          <span class="name clip">
            {back.value.length === 1
              ? first.units.name.full_name
              : t("people", { n: back.value.length })}
          </span>
          <span class="caption clip">{t("home.sent_back")}</span>
        </span>
        <StatusChip chip="returned" />
        <Icon name="next" size={20} />
      </a>
    </Rows>
  );
}

function Today() {
  const shown = signedToday.value;
  return (
    <>
      <div class="sum-line section-head">
        <h2>{t("home.today")}</h2>
        <span class="hint">{t("people", { n: shown.length })}</span>
      </div>
      {shown.length === 0 && <p class="hint">{t("home.none_today")}</p>}
      {shown.length > 0 && (
        <Rows>
          {shown.slice(0, SHOWN).map((one) => (
            <TodayRow key={one.id} one={one} />
          ))}
        </Rows>
      )}
      {shown.length > SHOWN && (
        <a class="link" href="/list">
          {t("list.show_all")}
        </a>
      )}
    </>
  );
}

function TodayRow({ one }: { one: Projected }) {
  return (
    <a class="item" href={`/registration/${one.id}`}>
      <span class="words">
        <span class="name clip">{one.units.name.full_name}</span>
        <span class="caption clip num">
          {clock(one.captured_at)} · {occupationName(one.units.work.occupation)}
        </span>
      </span>
      <StatusChip chip={one.chip} />
    </a>
  );
}
