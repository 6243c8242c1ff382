/** One step of a sign-up: bar, bars of progress, errors, the question, one button. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { t } from "../../text";
import { FlowBar } from "../../ui/app-bar";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error-summary";
import { Note } from "../../ui/message";
import { usePage } from "../../ui/page-title";
import { useLocation } from "../../ui/router";
import { Steps } from "../../ui/steps";
import type { Keeper } from "./draft-keeper";
import type { FormErrors } from "./form-errors";
import { goBack } from "./going";
import { stepPath } from "./steps";
import { steps } from "./use-step";

interface StepFrameProps {
  now: number;
  keeper: Keeper;
  errors: FormErrors;
  heading: string;
  /** The page's name where the heading says whose it is (P149). */
  title?: string;
  hint?: string;
  button?: string;
  /** Between the page and the button. */
  total?: ComponentChildren;
  /** Instead of going to the next step. */
  onDone?: () => void;
  /** Where an error's field is not on this page. */
  onFix?: (id: string) => void;
  children: ComponentChildren;
}

export function StepFrame(props: StepFrameProps) {
  const { now, keeper, errors } = props;
  const { route, query } = useLocation();
  const heading = usePage(
    props.title ?? props.heading,
    errors.summary.length > 0 ? "wrong" : "well",
  );
  const total = steps().length;
  const checking = query.back === "check";
  const { draft, put } = keeper;
  useLayoutEffect(() => window.scrollTo(0, 0), []);
  useEffect(() => {
    if (!checking && draft.step !== now) put({ step: now });
  }, []);

  const back = () => {
    void keeper.keep();
    if (checking) goBack(route, stepPath(draft.id, total));
    else goBack(route, now === 1 ? "/" : stepPath(draft.id, now - 1));
  };
  const done = () => {
    if (!errors.none()) return;
    void keeper.keep();
    if (props.onDone) props.onDone();
    else if (checking) goBack(route, stepPath(draft.id, total));
    else route(stepPath(draft.id, now + 1));
  };
  return (
    <form
      class="screen"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
      onFocusOut={() => void keeper.keep()}
    >
      <header class="top">
        <FlowBar
          onBack={back}
          name={t("step.of", { a: now, b: total })}
          kept={keeper.kept === "kept" ? t("step.kept") : null}
        />
        <Steps now={now} total={total} />
      </header>
      <main class="page form">
        <ErrorSummary errors={errors.summary} asked={errors.asked} onFix={props.onFix} />
        {keeper.kept === "failed" && <Note tone="warning">{t("step.not_kept")}</Note>}
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {props.heading}
          </h1>
          {props.hint && <p class="hint">{props.hint}</p>}
        </div>
        {props.children}
      </main>
      <div class="below">
        <div class="actions">
          {props.total}
          <Button kind="main" type="submit">
            {props.button ?? t("continue")}
          </Button>
        </div>
      </div>
    </form>
  );
}
