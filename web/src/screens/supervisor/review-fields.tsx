/** The fields in the portal's order, each with its copy button and a flag that starts a remark. */
import { useEffect, useRef } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";
import { DeskButton } from "../../ui/desk-parts";
import { CopyButton } from "../desk/copy-button";
import { copied, copyText } from "../desk/copying";
import { fieldLabel, type Line, portalSections } from "../desk/lines";
import { checkFields, checkNote } from "./checks";
import { marks } from "./marks";
import { checksOf } from "./queue";

interface FieldsProps {
  registration: Projected;
  remarks: Record<string, string>;
  /** Null takes the remark away. */
  onRemark: (field: string, text: string | null) => void;
  /** On a phone only what is compared first; the rest is one tap away. */
  folded: boolean;
}

/** What a supervisor compares first on a phone. */
const KEY_FIELDS = new Set([
  "nik",
  "phone",
  "monthly_income",
  "programmes",
  "months",
  "quote_total",
  "workplace",
]);

export function ReviewFields({ registration, remarks, onRemark, folded }: FieldsProps) {
  const sections = portalSections(registration.units);
  const lines = sections.flatMap((section) => section.lines);
  const failed = checksOf(registration, marks.value).filter((check) => !check.ok);
  const noteOf = (line: Line) => {
    const check = failed.find((one) => checkFields(one).includes(line.fields[0]));
    return check ? checkNote(check, registration) : null;
  };
  const row = (line: Line) => (
    <FieldLine
      key={line.fields[0]}
      line={line}
      note={noteOf(line)}
      remark={remarks[line.fields[0]]}
      onRemark={folded ? null : onRemark}
    />
  );
  const all = sections.map((section, i) => (
    <section key={section.title}>
      <h2>
        {i === 0 ? d("section.portal", { name: d(section.title) }) : d(section.title)}
        {i === 0 && (
          <>
            <span class="push" />
            <DeskButton
              small
              icon={copied.value === "*" ? "check" : "copy"}
              onClick={() => void copyAll(lines)}
            >
              {d("copy.all")}
            </DeskButton>
          </>
        )}
      </h2>
      <dl>{section.lines.map(row)}</dl>
    </section>
  ));
  if (!folded)
    return (
      <div class="fields" id="review-fields" tabIndex={-1}>
        {all}
      </div>
    );
  return (
    <div class="fields">
      <dl class="changed">{lines.filter((line) => KEY_FIELDS.has(line.fields[0])).map(row)}</dl>
      <details>
        <summary>{d("review.all_fields")}</summary>
        {all}
      </details>
    </div>
  );
}

function copyAll(lines: readonly Line[]): Promise<void> {
  const text = lines.map((line) => `${fieldLabel(line.fields[0])}\t${line.copy ?? ""}`).join("\n");
  return copyText("*", text);
}

interface LineProps {
  line: Line;
  /** What a failed check compared this line with; null when no check failed here. */
  note: string | null;
  remark: string | undefined;
  /** Null where no remarks are being made. */
  onRemark: FieldsProps["onRemark"] | null;
}

function FieldLine({ line, note, remark, onRemark }: LineProps) {
  const field = line.fields[0];
  const label = fieldLabel(field);
  const flagged = remark !== undefined;
  return (
    <div class="line" data-tone={note !== null || flagged ? "heed" : undefined}>
      <dt>{label}</dt>
      <dd class="num">
        {line.text} {note && <em>{note}</em>}
      </dd>
      <dd class="tools">
        {onRemark && (
          <button
            type="button"
            class="flag"
            aria-pressed={flagged}
            aria-label={d(flagged ? "remark.remove" : "remark.start", { field: label })}
            title={d(flagged ? "remark.remove" : "remark.start", { field: label })}
            onClick={() => onRemark(field, flagged ? null : "")}
          >
            <DeskIcon name="flag" />
          </button>
        )}
        <CopyButton line={line} />
      </dd>
      {flagged && onRemark && (
        <dd class="remark">
          <Remark field={field} label={label} text={remark} onRemark={onRemark} />
        </dd>
      )}
    </div>
  );
}

/** What the recruiter will read at this field; an emptied one takes itself away. */
export function Remark(props: {
  field: string;
  label: string;
  text: string;
  onRemark: FieldsProps["onRemark"];
}) {
  const { field, label, text, onRemark } = props;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <input
      ref={input}
      class="desk-input"
      aria-label={d("remark.label", { field: label })}
      placeholder={d("remark.label", { field: label })}
      value={text}
      onInput={(event) => onRemark(field, event.currentTarget.value)}
      onBlur={() => text.trim() === "" && onRemark(field, null)}
    />
  );
}
