/** The second step of a sign-in. Only desks are asked for it: its screen is loaded once the server asks. */
import type { ComponentType, VNode } from "preact";
import { useState } from "preact/hooks";
import type { Second } from "../../state/sign-in";
import type { StepProps } from "../second-factor/step";

interface Shown {
  second: Second;
  Step: ComponentType<StepProps>;
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
      const { SecondStep } = await import("../second-factor/step");
      setShown({ second, Step: SecondStep });
    },
  };
}
