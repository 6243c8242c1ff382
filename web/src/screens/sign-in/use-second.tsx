/** The further steps of a sign-in. Only desks are asked for a code: its screen comes with a desk, once the server asks. */
import type { ComponentType, VNode } from "preact";
import { useState } from "preact/hooks";
import type { Unfit } from "../../state/own-password";
import type { More, Second } from "../../state/sign-in";
import type { StepProps } from "../second-factor/step";
import { FreshPassword } from "./fresh-password";

interface Shown {
  second: StepProps["second"];
  Step: ComponentType<StepProps>;
}

type Load = () => Promise<ComponentType<StepProps>>;

let load: Load = () => Promise.reject(new Error("no second step"));

/** Where the screen comes from: rooms of one role know none of another's. */
export function stepFrom(desk: Load): void {
  load = desk;
}

/** `more` goes with the password once there are fields for it, `step` is those fields. */
export function useSecond(): {
  more: More;
  step: VNode;
  ask: (second: Second) => Promise<void>;
} {
  const [shown, setShown] = useState<Shown | null>(null);
  const [code, setCode] = useState("");
  const [fresh, setFresh] = useState<string | null>(null);
  const [wrong, setWrong] = useState<Unfit | undefined>();
  return {
    more: { code: shown ? code : null, fresh },
    step: (
      <>
        {fresh !== null && <FreshPassword value={fresh} onInput={setFresh} wrong={wrong} />}
        {shown && <shown.Step second={shown.second} code={code} onCode={setCode} />}
      </>
    ),
    ask: async (second) => {
      if (second.kind === "password") {
        setFresh(fresh ?? "");
        setWrong(second.wrong);
        return;
      }
      setWrong(undefined);
      setShown({ second, Step: await load() });
    },
  };
}
