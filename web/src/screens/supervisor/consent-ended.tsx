/** A person takes their consent back at the desk: asked once, with their name, and not undone (M98). */
import { useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { withdrawConsent } from "../../state/registrations";
import { d } from "../../text/desk";
import { DeskButton } from "../../ui/desk-parts";
import { Sheet } from "../../ui/sheet";

export function ConsentEnded({ registration }: { registration: Projected }) {
  const [asking, setAsking] = useState(false);
  const { id, units } = registration;
  return (
    <>
      <DeskButton small kind="bare" onClick={() => setAsking(true)}>
        {d("consent_ended")}
      </DeskButton>
      {asking && (
        <Sheet
          title={d("consent_ended.ask", { name: units.name.full_name })}
          onClose={() => setAsking(false)}
        >
          <p>{d("consent_ended.more")}</p>
          <div class="row">
            <span class="push" />
            <DeskButton onClick={() => setAsking(false)}>{d("cancel")}</DeskButton>
            <DeskButton
              kind="sure"
              icon="ban"
              onClick={() => void withdrawConsent(id).then(() => setAsking(false))}
            >
              {d("consent_ended.do")}
            </DeskButton>
          </div>
        </Sheet>
      )}
    </>
  );
}
