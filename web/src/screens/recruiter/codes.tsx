/** A series of codes, one at a time, for a colleague's camera. Dark on light in either theme: cameras need it. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../text";
import { Button } from "../../ui/button";

export function Codes({ of, onDone }: { of: readonly string[]; onDone: () => void }) {
  const [at, setAt] = useState(0);
  const place = { n: at + 1, of: of.length };
  const last = at === of.length - 1;
  return (
    <>
      <Code letters={of[at] ?? ""} label={t("courier.code_label", place)} />
      <p class="num" aria-live="polite">
        <b>{t("courier.code_of", place)}</b>
      </p>
      <p class="hint">{t("courier.code_hint")}</p>
      {last ? (
        <Button kind="main" icon="check" onClick={onDone}>
          {t("courier.code_done")}
        </Button>
      ) : (
        <Button kind="main" onClick={() => setAt(at + 1)}>
          {t("courier.code_next")}
        </Button>
      )}
      {at > 0 && <Button onClick={() => setAt(at - 1)}>{t("courier.code_before")}</Button>}
    </>
  );
}

const QUIET = 4;

function Code({ letters, label }: { letters: string; label: string }) {
  const [drawn, setDrawn] = useState<{ size: number; path: string } | null>(null);
  useEffect(() => {
    void import("lean-qr/nano").then(({ generate }) => {
      const { size, get } = generate(letters);
      let path = "";
      for (let y = 0; y < size; y += 1) {
        for (let x = 0; x < size; x += 1) {
          let run = 0;
          while (get(x + run, y)) run += 1;
          if (run > 0) path += `M${x} ${y}h${run}v1h-${run}z`;
          x += run;
        }
      }
      setDrawn({ size, path });
    });
  }, [letters]);
  const side = (drawn?.size ?? 0) + 2 * QUIET;
  return (
    <svg
      class="qr"
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={`M${-QUIET} ${-QUIET}h${side}v${side}h-${side}z`} fill="#fff" />
      <path d={drawn?.path ?? ""} fill="#000" />
    </svg>
  );
}
