/** A searchable village: typed text narrows a native list, and a code is only taken from the table. */
import { useId, useState } from "preact/hooks";
import { searchVillages, type Village } from "../../state/reference";
import { d } from "../../text/desk";
import { placeName, placeWords } from "../desk/places";

interface VillageProps {
  id: string;
  code: string;
  onChoose: (code: string) => void;
}

const SHOWN = 8;

export function VillageField({ id, code, onChoose }: VillageProps) {
  const [text, setText] = useState<string | null>(null);
  const [found, setFound] = useState<readonly Village[]>([]);
  const list = useId();

  async function look(typed: string) {
    setText(typed);
    const chosen = found.find((village) => placeWords(village) === typed);
    if (chosen) {
      setText(null);
      onChoose(chosen.code);
    } else if (typed.trim().length > 2) {
      setFound(await searchVillages(typed, SHOWN));
    }
  }
  return (
    <>
      <input
        id={id}
        class="desk-input"
        list={list}
        autocomplete="off"
        placeholder={d("village.search")}
        value={text ?? placeName(code)}
        onInput={(event) => void look(event.currentTarget.value)}
        onBlur={() => setText(null)}
      />
      <datalist id={list}>
        {found.map((village) => (
          <option key={village.code} value={placeWords(village)} />
        ))}
      </datalist>
    </>
  );
}
