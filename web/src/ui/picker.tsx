/** Choosing one of many: a button that opens a searchable sheet. The search is a combobox over a list. */
import { useEffect, useId, useState } from "preact/hooks";
import { t } from "../text";
import { describedBy, Field, type FieldState, moodOf } from "./field-frame";
import { Icon } from "./icon";
import { Sheet } from "./sheet";

export interface Option {
  value: string;
  label: string;
  detail?: string;
}
interface PickerProps extends FieldState {
  /** What is chosen, in words; null while nothing is. */
  chosen: string | null;
  value: string | null;
  placeholder: string;
  /** Finds what fits the typed text; all of a short list for "". */
  find: (text: string) => Option[] | Promise<Option[]>;
  onChoose: (option: Option) => void;
  icon?: "down" | "search";
}

export function Picker(props: PickerProps) {
  const [open, setOpen] = useState(false);
  return (
    <Field {...props}>
      <button
        type="button"
        id={props.id}
        class={`input ${moodOf(props)}`}
        aria-haspopup="dialog"
        aria-describedby={describedBy(props)}
        aria-label={`${props.label}: ${props.chosen ?? props.placeholder}`}
        onClick={() => setOpen(true)}
      >
        <span class={`spread ${props.chosen === null ? "none" : ""}`}>
          {props.chosen ?? props.placeholder}
        </span>
        <Icon name={props.icon ?? "down"} size={20} />
      </button>
      {open && (
        <Sheet title={props.label} tall onClose={() => setOpen(false)}>
          <Search
            {...props}
            onChoose={(option) => {
              setOpen(false);
              props.onChoose(option);
            }}
          />
        </Sheet>
      )}
    </Field>
  );
}

function Search({ label, value, placeholder, find, onChoose }: PickerProps) {
  const list = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(-1);
  const found = useFound(find, text);
  const move = (step: number) => {
    const next = Math.max(0, Math.min((found?.length ?? 0) - 1, at + step));
    setAt(next);
    document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const option = found?.[at];
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && option) onChoose(option);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div class="input">
        <Icon name="search" size={20} />
        <input
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={at < 0 ? undefined : `${list}-${at}`}
          aria-autocomplete="list"
          autocomplete="off"
          placeholder={placeholder}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setAt(-1);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <p class="hint" role="status">
        {found?.length === 0 && text.trim() !== "" ? t("picker.none") : null}
      </p>
      <div class="options" role="listbox" id={list} aria-label={label}>
        {found?.map((option, i) => (
          <div
            key={option.value}
            id={`${list}-${i}`}
            role="option"
            tabIndex={-1}
            class={i === at ? "at" : ""}
            aria-selected={option.value === value}
            onClick={() => onChoose(option)}
            onKeyDown={(event) => event.key === "Enter" && onChoose(option)}
          >
            <span>
              {option.label}
              {option.detail && <span class="caption clip">{option.detail}</span>}
            </span>
            {option.value === value && <Icon name="check" size={20} />}
          </div>
        ))}
      </div>
    </>
  );
}

/** What `find` says of the text, in the order of asking: a slow answer never covers a newer one. */
function useFound(find: PickerProps["find"], text: string): Option[] | null {
  const [found, setFound] = useState<Option[] | null>(null);
  useEffect(() => {
    let current = true;
    Promise.resolve(find(text)).then((options) => current && setFound(options));
    return () => {
      current = false;
    };
  }, [text, find]);
  return found;
}
