/** Correcting one card of a saved registration. */

import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { mayBeCorrected } from "../../domain/correction";
import type { Projected } from "../../domain/project";
import { registrations } from "../../state/registrations";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { ErrorSummary, goTo } from "../../ui/error-summary";
import { Note } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import { useLocation } from "../../ui/router";
import { useCorrecting } from "./correcting";
import { goBack } from "./going";
import { AlsoTyped } from "./kept-correction";
import { OnePage } from "./one-page";
import { PageFrame } from "./page-frame";
import { CARDS, type CardName, cardOf, fieldsOfParts, PARTS } from "./parts";

const HEADINGS = {
  person: "check.person",
  contact: "check.contact",
  work: "check.work",
  pay: "check.pay",
  photo: "photo",
} as const;

export function ChangePart({ id = "", part = "" }: { id?: string; part?: string }) {
  const one = registrations.value.get(id);
  const { route } = useLocation();
  const lost = !one || !(part in CARDS);
  const closed = one && !mayBeCorrected(one.status);
  useEffect(() => {
    if (lost) route("/list", true);
    else if (closed) route(`/registration/${id}`, true); // what was typed is kept, and shown there
  }, [lost, closed]);
  if (lost || closed) return null;
  return (
    <OnePage key={id + part} id={id}>
      <Change one={one} card={part as CardName} />
    </OnePage>
  );
}

function Change({ one, card }: { one: Projected; card: CardName }) {
  const { route } = useLocation();
  const names = CARDS[card];
  const { form, errors, kept, moved, elsewhere, save } = useCorrecting(one, fieldsOfParts(names));
  const [failed, setFailed] = useState(false);
  const heading = usePage(t(HEADINGS[card]), errors.summary.length > 0 ? "wrong" : "well");
  useLayoutEffect(() => window.scrollTo(0, 0), []);
  const up = `/registration/${one.id}`;
  const done = async () => {
    if (!errors.none()) return;
    try {
      await save();
      goBack(route, up);
    } catch {
      setFailed(true);
    }
  };
  return (
    <PageFrame
      name={one.units.name.full_name}
      up={up}
      kept={kept}
      onFocusOut={() => void form.keep?.()}
      onSubmit={() => void done()}
      button={
        <Button kind="main" type="submit">
          {t("save")}
        </Button>
      }
    >
      <div class="page form bare">
        <ErrorSummary
          errors={errors.summary}
          asked={errors.asked}
          onFix={(field) => fix(field, (card) => route(`${up}/${card}`))}
        />
        <h1 ref={heading} tabIndex={-1}>
          {t(HEADINGS[card])}
        </h1>
        <AlsoTyped moved={moved} elsewhere={elsewhere} />
        {names.map((name) => {
          const Form = PARTS[name].form;
          return <Form key={name} {...form} />;
        })}
        {failed && <Note tone="error">{t("one.not_saved")}</Note>}
      </div>
    </PageFrame>
  );
}

/** To the field on this page, or to the card that has it. */
export function fix(field: string, go: (card: CardName) => void): void {
  if (document.getElementById(field)) goTo(field);
  else go(cardOf(field));
}
