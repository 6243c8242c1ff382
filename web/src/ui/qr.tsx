/** A QR code. Dark on light in either theme: cameras need it. What draws it is loaded with the first one. */
import { useEffect, useState } from "preact/hooks";

const QUIET = 4;

export function QrCode({ letters, label }: { letters: string; label: string }) {
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
