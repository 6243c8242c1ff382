/** Returned: only what the supervisor marked, each remark at its field, the old value struck below. */

import { useLayoutEffect, useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { person } from "../../state/session";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { StatusChip } from "../../ui/chip";
import { ErrorSummary } from "../../ui/error-summary";
import { Icon } from "../../ui/icon";
import { Initials } from "../../ui/initials";
import { Message, Note } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import { useLocation } from "../../ui/router";
import { fix } from "./change-part";
import { type Correcting, useCorrecting } from "./correcting";
import { fieldWords } from "./field-words";
import { AlsoTyped } from "./kept-correction";
import { PageFrame } from "./page-frame";
import { fieldsOfParts, PARTS, type PartName, partOf } from "./parts";
import { when } from "./words";

type Remark = [field: string, text: string];

export function Returned({ one }: { one: Projected }) {
  const { route } = useLocation();
  const remarks: Remark[] = Object.entries(one.review?.remarks ?? {});
  const parts = [...new Set(remarks.map(([field]) => partOf(field)))];
  const typed = parts.filter((part) => part !== null);
  const correcting = useCorrecting(one, fieldsOfParts(typed));
  const { errors, isChanged, kept, moved, elsewhere, save } = correcting;
  const [said, setSaid] = useState<"nothing" | "failed" | null>(null);
  const heading = usePage(t("one.page"), errors.summary.length > 0 ? "wrong" : "well");
  useLayoutEffect(() => window.scrollTo(0, 0), []);
  const done = remarks.filter(([field]) => isChanged(field)).length;
  const send = async () => {
    if (!errors.none()) return;
    try {
      if ((await save()) === "nothing") setSaid("nothing");
      else route("/list", true);
    } catch {
      setSaid("failed");
    }
  };
  return (
    <PageFrame
      name={one.units.name.full_name}
      up="/list"
      kept={kept}
      onFocusOut={() => void correcting.form.keep?.()}
      onSubmit={() => void send()}
      button={
        <Button kind="main" type="submit" icon="send">
          {t("returned.again")}
        </Button>
      }
    >
      <h1 class="unseen" ref={heading} tabIndex={-1}>
        {one.units.name.full_name}
      </h1>
      <ErrorSummary
        errors={errors.summary}
        asked={errors.asked}
        onFix={(field) => fix(field, (card) => route(`/registration/${one.id}/${card}`))}
      />
      <SaidBySupervisor one={one} />
      <AlsoTyped moved={moved} elsewhere={elsewhere} />
      <h2 aria-live="polite">{t("returned.count", { a: done, b: remarks.length })}</h2>
      {parts.map((part) => (
        <RemarkCard
          key={part}
          part={part}
          remarks={remarks.filter(([field]) => partOf(field) === part)}
          correcting={correcting}
        />
      ))}
      {said === "nothing" && done === 0 && <Message tone="heed" title={t("returned.nothing")} />}
      {said === "failed" && <Note tone="error">{t("one.not_saved")}</Note>}
      <a class="link" href={`/registration/${one.id}?all=1`}>
        {t("returned.rest")}
      </a>
    </PageFrame>
  );
}

/** Who returned it, when, and with what words. */
export function SaidBySupervisor({ one }: { one: Projected }) {
  if (!one.review) return null;
  const { by, at, message } = one.review;
  const name = person.value?.me.people.find((each) => each.id === by)?.name;
  return (
    <>
      <p class="status-line">
        <StatusChip chip="returned" /> <span class="caption num">{when(at)}</span>
      </p>
      {message && (
        <div class="said-by">
          <Initials name={name ?? t("returned.supervisor")} tone="heed" />
          <div>
            <p>“{message}”</p>
            <p class="hint">{name ? t("returned.by", { name }) : t("returned.supervisor")}</p>
          </div>
        </div>
      )}
    </>
  );
}

function RemarkCard(props: { part: PartName | null; remarks: Remark[]; correcting: Correcting }) {
  const { part, remarks, correcting } = props;
  const { before, isChanged, form } = correcting;
  const Form = part && PARTS[part].form;
  return (
    <section class="card remark-card">
      {remarks.map(([field, text]) => (
        <p key={field} class={`said ${isChanged(field) ? "good" : "warning"} strong`}>
          <Icon name={isChanged(field) ? "ok" : "return"} size={20} /> <span>“{text}”</span>
        </p>
      ))}
      {Form ? <Form {...form} /> : <p class="hint">{t("returned.signature")}</p>}
      {remarks
        .filter(([field]) => isChanged(field))
        .map(([field]) => (
          <p key={field} class="hint num">
            {t("returned.was")} <del>{fieldWords(field, before)}</del>
          </p>
        ))}
    </section>
  );
}
