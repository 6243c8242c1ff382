/** All keys of a desk, and the setting that turns single letters off. */
import { letterKeys, setLetterKeys } from "../../state/desk";
import { d } from "../../text/desk";
import { Keys } from "../../ui/desk-parts";
import { Sheet } from "../../ui/sheet";

export interface KeyHelp {
  keys: readonly string[];
  does: string;
}

export function KeysSheet(props: { help: readonly KeyHelp[]; onClose: () => void }) {
  return (
    <Sheet title={d("keys.title")} onClose={props.onClose}>
      <dl class="keys">
        {props.help.map(({ keys, does }) => (
          <>
            <dt class="row">
              {keys.map((key) => (
                <Keys key={key} of={key} />
              ))}
            </dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <label class="row">
        <input
          type="checkbox"
          checked={letterKeys.value}
          onChange={(event) => setLetterKeys(event.currentTarget.checked)}
        />
        {d("keys.letters")}
      </label>
    </Sheet>
  );
}
