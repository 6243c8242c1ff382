/** One sign-up: the draft of the address, at the step of the address. */

import { useEffect } from "preact/hooks";
import { useLocation } from "../../ui/router";
import { CheckStep } from "./check-step";
import { ConsentStep } from "./consent-step";
import { type Keeper, useKeeper } from "./draft-keeper";
import { ContactStep, NameStep, PayStep, WorkStep } from "./middle-steps";
import { NikStep } from "./nik-step";
import { OnePage } from "./one-page";
import { PhotoStep } from "./photo-step";
import type { Step } from "./steps";
import { steps } from "./use-step";

export interface StepProps {
  keeper: Keeper;
  /** Counts from 1. */
  now: number;
}
const PAGES: Record<Step, (props: StepProps) => preact.JSX.Element> = {
  nik: NikStep,
  name: NameStep,
  contact: ContactStep,
  work: WorkStep,
  pay: PayStep,
  photo: PhotoStep,
  consent: ConsentStep,
  check: CheckStep,
};

export function SignUp({ draft = "", step = "1" }: { draft?: string; step?: string }) {
  return (
    <OnePage key={draft} id={draft}>
      <OneDraft id={draft} step={Number(step)} />
    </OnePage>
  );
}

function OneDraft({ id, step }: { id: string; step: number }) {
  const keeper = useKeeper(id);
  const { route } = useLocation();
  const name = steps()[step - 1];
  const lost = keeper === null || name === undefined;
  useEffect(() => {
    // Saved or deleted meanwhile, or an address typed by hand: home says what there is.
    if (lost) route("/", true);
  }, [lost]);
  if (lost) return null;
  const Page = PAGES[name];
  return <Page key={name} keeper={keeper} now={step} />;
}
