/** Reading a series of codes with the camera, where the browser can read codes at all. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Series, type TakenIn, takeInSeries, withPart } from "../../state/courier";
import { t } from "../../text";
import { Note } from "../../ui/message";

/** Of the Shape Detection draft; TypeScript's library does not know it. */
interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>;
}
declare const BarcodeDetector: new (options: { formats: string[] }) => Detector;

const LOOK_EVERY_MS = 150;

export function Scan({ onDone }: { onDone: (result: TakenIn) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [series, setSeries] = useState<Series | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const seen = (now: Series | null) => setSeries(now);
    watch(video, seen, stop.signal).then(
      (result) => result && onDone(result),
      () => setFailed(true), // no camera, not allowed, or the browser cannot read codes after all
    );
    return () => stop.abort();
  }, []);
  if (failed) return <Note tone="warning">{t("courier.scan_no_camera")}</Note>;
  return (
    <>
      <video ref={video} class="camera" muted playsInline aria-label={t("courier.scan")} />
      <p>{t("courier.scan_hint")}</p>
      <p class="num" role="status">
        {series && t("courier.scan_got", { n: series.parts.size, of: series.of })}
      </p>
    </>
  );
}

/** Resolves when a series is whole and taken in; with null when it was stopped. */
async function watch(
  video: { current: HTMLVideoElement | null },
  seen: (series: Series | null) => void,
  stop: AbortSignal,
): Promise<TakenIn | null> {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment" },
  });
  try {
    let series: Series | null = null;
    while (!stop.aborted && video.current) {
      const screen = video.current;
      if (screen.srcObject !== stream) {
        screen.srcObject = stream;
        await screen.play();
      }
      for (const { rawValue } of await detector.detect(screen)) series = withPart(series, rawValue);
      seen(series);
      const result = series && (await takeInSeries(series));
      if (result) return result;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
