/** The second step of a sign-in. Only desks are asked for it: its screen comes with a desk, once the server asks. */
import type { ComponentType, VNode } from "preact";
import { useState } from "preact/hooks";
import type { Second } from "../../state/sign-in";
import type { StepProps } from "../second-factor/step";

interface Shown {
  second: Second;
  Step: ComponentType<StepProps>;
}

type Load = () => Promise<ComponentType<StepProps>>;

let load: Load = () => Promise.reject(new Error("no second step"));

/** Where the screen comes from: rooms of one role know none of another's. */
export function stepFrom(desk: Load): void {
  load = desk;
}

/** `code` goes with the password once there is a field for it, `step` is that field. */
export function useSecond(): {
  code: string | null;
  step: VNode | null;
  ask: (second: Second) => Promise<void>;
} {
  const [shown, setShown] = useState<Shown | null>(null);
  const [code, setCode] = useState("");
  return {
    code: shown ? code : null,
    step: shown && <shown.Step second={shown.second} code={code} onCode={setCode} />,
    ask: async (second) => {
      setShown({ second, Step: await load() });
    },
  };
}
