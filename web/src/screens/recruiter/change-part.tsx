/** Correcting one card of a saved registration. */

import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Projected } from "../../domain/project";
import { registrations } from "../../state/registrations";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error-summary";
import { Note } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import { useCorrecting } from "./correcting";
import { goBack } from "./going";
import { PageFrame } from "./page-frame";
import { CARDS, type CardName, fieldsOfParts, PARTS } from "./parts";

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
  useEffect(() => {
    if (lost) route("/list", true);
  }, [lost]);
  return lost ? null : <Change one={one} card={part as CardName} />;
}

function Change({ one, card }: { one: Projected; card: CardName }) {
  const { route } = useLocation();
  const names = CARDS[card];
  const { form, errors, save } = useCorrecting(one, fieldsOfParts(names));
  const [failed, setFailed] = useState(false);
  const heading = usePage(t(HEADINGS[card]), errors.summary.length > 0 ? "wrong" : "well");
  useEffect(() => window.scrollTo(0, 0), []);
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
      onSubmit={() => void done()}
      button={
        <Button kind="main" type="submit">
          {t("save")}
        </Button>
      }
    >
      <div class="page form bare">
        <ErrorSummary errors={errors.summary} asked={errors.asked} />
        <h1 ref={heading} tabIndex={-1}>
          {t(HEADINGS[card])}
        </h1>
        {names.map((name) => {
          const Form = PARTS[name].form;
          return <Form key={name} {...form} />;
        })}
        {failed && <Note tone="error">{t("one.not_saved")}</Note>}
      </div>
    </PageFrame>
  );
}
