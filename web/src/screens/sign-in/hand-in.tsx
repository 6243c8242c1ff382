/** Handing a rescue file in, and what became of it: for a recruiter's other phone and for an admin's desk. */
import { useRef, useState } from "preact/hooks";
import { type HandedIn, handInRescue } from "../../state/rescue";
import { t } from "../../text";
import { Button } from "../../ui/button";
import { Note } from "../../ui/message";

type State = { going: number } | HandedIn | "not_one" | null;

export function HandIn() {
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<State>(null);
  const going = state !== null && typeof state === "object" && "going" in state;
  async function give(file: File) {
    setState({ going: 0 });
    setState(await handInRescue(file, (share) => setState({ going: Math.round(100 * share) })));
  }
  return (
    <div class="calculator">
      <p class="hint">{t("rescue.give_hint")}</p>
      <input
        ref={input}
        hidden
        type="file"
        aria-label={t("rescue.give")}
        onChange={(event) => {
          const { currentTarget } = event;
          const [file] = currentTarget.files ?? [];
          if (file) void give(file).then(() => (currentTarget.value = "")); // the same may come again
        }}
      />
      <Button icon="file" onClick={() => !going && input.current?.click()}>
        {t("rescue.give")}
      </Button>
      <div role="status">{state !== null && <Became state={state} />}</div>
    </div>
  );
}

function Became({ state }: { state: NonNullable<State> }) {
  if (state === "not_one") return <Note tone="warning">{t("rescue.not_one")}</Note>;
  if ("going" in state) return <p class="num">{t("rescue.giving", { n: state.going })}</p>;
  const { operations, photos, refused, whole } = state;
  const fresh = operations.taken + photos.taken;
  return (
    <>
      <p class="num">{t("rescue.holds", { n: operations.all, m: photos.all })}</p>
      {fresh > 0 && (
        <Note tone="good">{t("rescue.taken", { n: operations.taken, m: photos.taken })}</Note>
      )}
      {fresh === 0 && whole && refused === 0 && <Note tone="good">{t("rescue.known")}</Note>}
      {refused > 0 && <Note tone="warning">{t("rescue.refused", { n: refused })}</Note>}
      {!whole && <Note tone="warning">{t("rescue.cut")}</Note>}
    </>
  );
}
