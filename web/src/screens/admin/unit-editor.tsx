/** Real fields for a third value of one unit. */
import { useId } from "preact/hooks";
import type { UnitName } from "../../domain/types";
import { type DeskKey, d } from "../../text/desk";
import { occupationNames } from "../../text/tables";
import { fieldLabel } from "../desk/lines";
import type { Typed } from "./typed";
import { VillageField } from "./village-field";

interface EditorProps {
  unit: UnitName;
  typed: Typed;
  onType: (typed: Typed) => void;
}
type Kind = "text" | "digits" | "date" | "month" | "time" | "tick" | "lines" | "village" | "choice";
interface Spec {
  field: string;
  kind: Kind;
  options?: () => readonly { value: string; label: string }[];
}

const SPECS: Record<UnitName, readonly Spec[]> = {
  identity: [
    { field: "nik", kind: "digits" },
    { field: "birth_date", kind: "date" },
    { field: "sex", kind: "choice", options: () => words("sex", ["female", "male"]) },
    { field: "nik_confirmed", kind: "tick" },
  ],
  name: [
    { field: "full_name", kind: "text" },
    { field: "birth_place", kind: "text" },
  ],
  address: [
    { field: "address", kind: "text" },
    { field: "village_code", kind: "village" },
    { field: "postcode", kind: "digits" },
  ],
  contact: [
    { field: "phone", kind: "digits" },
    { field: "email", kind: "text" },
  ],
  work: [
    {
      field: "occupation",
      kind: "choice",
      options: occupationNames,
    },
    { field: "workplace", kind: "text" },
    { field: "work_starts", kind: "time" },
    { field: "work_ends", kind: "time" },
    { field: "has_employees", kind: "tick" },
    { field: "seen_at_work", kind: "tick" },
  ],
  contribution: [
    { field: "monthly_income", kind: "digits" },
    { field: "jht", kind: "tick" },
    {
      field: "months",
      kind: "choice",
      options: () => ["1", "3", "6", "12"].map((n) => ({ value: n, label: d("months.n", { n }) })),
    },
    { field: "first_month", kind: "month" },
  ],
  heirs: [{ field: "heirs", kind: "lines" }],
  note: [{ field: "note", kind: "lines" }],
  photo: [],
};

function words(prefix: string, values: readonly string[]) {
  return values.map((value) => ({ value, label: d(`${prefix}.${value}` as DeskKey) }));
}

export function UnitEditor({ unit, typed, onType }: EditorProps) {
  return (
    <div class="editor">
      {SPECS[unit].map((spec) => (
        <Field
          key={spec.field}
          spec={spec}
          value={typed[spec.field] ?? ""}
          onInput={(value) => onType({ ...typed, [spec.field]: value })}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  spec: Spec;
  value: string;
  onInput: (value: string) => void;
}

function Field({ spec, value, onInput }: FieldProps) {
  const id = useId();
  const label = fieldLabel(spec.field);
  if (spec.kind === "tick") {
    return (
      <label class="row">
        <input
          type="checkbox"
          checked={value === "yes"}
          onChange={(event) => onInput(event.currentTarget.checked ? "yes" : "")}
        />
        {label}
      </label>
    );
  }
  return (
    <div>
      <label class="meta" for={id}>
        {label}
      </label>
      <Control id={id} spec={spec} value={value} onInput={onInput} />
    </div>
  );
}

function Control({ id, spec, value, onInput }: FieldProps & { id: string }) {
  switch (spec.kind) {
    case "village":
      return <VillageField id={id} code={value} onChoose={onInput} />;
    case "choice":
      return (
        <select
          id={id}
          class="desk-select"
          value={value}
          onChange={(event) => onInput(event.currentTarget.value)}
        >
          {spec.options?.().map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      );
    case "lines":
      return (
        <textarea
          id={id}
          class="desk-input"
          rows={3}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      );
    case "date":
    case "month":
    case "time":
      return (
        <input
          id={id}
          class="desk-input num"
          type={spec.kind}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      );
    default:
      return (
        <input
          id={id}
          class="desk-input num"
          inputMode={spec.kind === "digits" ? "numeric" : "text"}
          autocomplete="off"
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      );
  }
}
