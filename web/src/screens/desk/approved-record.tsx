/** One approved registration: its fields in the portal's order to be copied, and what the portal said. */
import { useState } from "preact/hooks";
import type { Units } from "../../domain/types";
import { type ApprovedItem, recordNews } from "../../state/approved";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { a } from "../../text/desk-after";
import { DeskButton, IconButton } from "../../ui/desk-parts";
import { DeskScroll } from "../../ui/desk-scroll";
import { CopyButton } from "./copy-button";
import { fieldLabel, type Line, portalSections } from "./lines";
import { clinicName } from "./names";
import { NewsForms } from "./news-forms";

interface RecordProps {
  item: ApprovedItem;
  /** Null at the end of the list. */
  onNext: (() => void) | null;
  onBack: () => void;
}

export function ApprovedRecord({ item, onNext, onBack }: RecordProps) {
  const [saved, setSaved] = useState(false);
  const sections = portalSections(item.units as Units);
  const admin = person.value?.me.account.role === "admin";
  return (
    <article class="pane across" aria-labelledby="record-name">
      <header class="pane-head">
        <IconButton icon="back" label={d("back")} onClick={onBack} />
        <div class="pane-title">
          <h1 id="record-name" class="record-name">
            {item.units.name.full_name}
          </h1>
          <p class="meta">{clinicName(item.clinic)}</p>
        </div>
        <span class="push" />
        {onNext && <DeskButton onClick={onNext}>{a("portal.next")}</DeskButton>}
      </header>
      <DeskScroll label={item.units.name.full_name}>
        <div class="approved-page">
          <div class="box fields">
            {sections.map((section, i) => (
              <section key={section.title}>
                <h2>
                  {i === 0 ? d("section.portal", { name: d(section.title) }) : d(section.title)}
                </h2>
                <dl>
                  {section.lines.map((line) => (
                    <CopyLine key={line.fields[0]} line={line} />
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <section class="box">
            <h2>{a("news.heading")}</h2>
            {admin && !saved && (
              <NewsForms
                item={item}
                onSave={(news) => void recordNews(item, news).then(() => setSaved(true))}
              />
            )}
            {saved && <p role="status">{a("portal.on_its_way")}</p>}
            {!admin && <p class="meta">{a("portal.admin_only")}</p>}
            <p class="meta">{a("news.unprotected")}</p>
          </section>
        </div>
      </DeskScroll>
    </article>
  );
}

function CopyLine({ line }: { line: Line }) {
  return (
    <div class="line">
      <dt>{fieldLabel(line.fields[0])}</dt>
      <dd class="num">{line.text}</dd>
      <dd class="tools">
        <CopyButton line={line} />
      </dd>
    </div>
  );
}
