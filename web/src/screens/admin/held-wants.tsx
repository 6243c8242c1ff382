/** What an operation asks for, unit by unit; what stands now struck through where it differs. */
import type { Waiting } from "../../domain/waiting";
import { d } from "../../text/desk";
import { fieldLabel } from "../desk/lines";
import { saysWords, type WantedUnit, wantedUnits } from "./held-words";

export function HeldWants({ item }: { item: Waiting }) {
  const units = wantedUnits(item);
  const says = saysWords(item);
  return (
    <section class="box">
      <h2>{d("held.wants")}</h2>
      {units.length + says.length === 0 && <p class="meta">{d("held.nothing_readable")}</p>}
      {says.length > 0 && (
        <dl class="facts">
          {says.map(({ name, text }) => (
            <>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </>
          ))}
        </dl>
      )}
      <div class="held-units">
        {units.map((unit) => (
          <Unit key={unit.unit} of={unit} />
        ))}
      </div>
    </section>
  );
}

function Unit({ of: { title, lines } }: { of: WantedUnit }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl class="facts num">
        {lines.map(({ field, now, wanted }) => (
          <>
            <dt>{fieldLabel(field)}</dt>
            <dd>
              {now !== null && now !== wanted && <del>{now}</del>}
              <ins>{wanted ?? d("value.empty")}</ins>
            </dd>
          </>
        ))}
      </dl>
    </section>
  );
}
