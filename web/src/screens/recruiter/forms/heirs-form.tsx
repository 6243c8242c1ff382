/** Heirs, if the member wants to name them. The law fixes who inherits: it only informs. */
import { t } from "../../../text";
import { Button, LinkButton } from "../../../ui/button";
import { Choice, TextField } from "../../../ui/field";
import { Note } from "../../../ui/message";
import type { FormProps } from "./form";

const RELATIONS = ["spouse", "child", "parent", "sibling"] as const;
const MOST = 5;

export function HeirsForm({ fields, set, errors }: FormProps) {
  const heirs = fields.heirs ?? [];
  const put = (at: number, part: Partial<(typeof heirs)[number]>) =>
    set({ heirs: heirs.map((heir, i) => (i === at ? { ...heir, ...part } : heir)) });
  const error = errors.of("heirs");
  return (
    <section class="field" id="heirs" tabIndex={-1}>
      <h2>
        {t("heirs")} <span class="optional">({t("field.optional")})</span>
      </h2>
      <p class="hint">{t("heirs.hint")}</p>
      {error && <Note tone="error">{error}</Note>}
      {heirs.map((heir, i) => (
        <div class="card heir" key={i}>
          <TextField
            id={`heir_${i}`}
            label={t("heirs.name", { n: i + 1 })}
            value={heir.name}
            maxLength={100}
            autoCapitalize="words"
            error={error && heir.name.trim() === "" ? error : null}
            onInput={(name) => put(i, { name })}
          />
          <Choice
            id={`relation_${i}`}
            label={t("heirs.relation")}
            value={RELATIONS.find((relation) => relation === heir.relation) ?? null}
            options={RELATIONS.map((value) => ({ value, label: t(`relation.${value}`) }))}
            close
            pairs
            onChange={(relation) => put(i, { relation })}
          />
          <LinkButton
            icon="trash"
            onClick={() => set({ heirs: heirs.filter((_, other) => other !== i) })}
          >
            {t("heirs.remove", { n: i + 1 })}
          </LinkButton>
        </div>
      ))}
      {heirs.length < MOST && (
        <Button
          icon="plus"
          onClick={() => set({ heirs: [...heirs, { name: "", relation: "spouse" }] })}
        >
          {t("heirs.add")}
        </Button>
      )}
    </section>
  );
}
