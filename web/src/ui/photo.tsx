/** A photo of an ID card: shown small, and on its own over the whole screen. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../text";
import { IconButton } from "./button";
import { Icon } from "./icon";

/** The picture, or why there is none to be seen now. */
export type LoadPhoto = () => Promise<Blob | "offline" | "absent">;
export type Loaded = { url: string } | "loading" | "offline" | "absent";

/** The picture under an address of this page, given back when it is no longer shown. `of` names the photo. */
export function usePhoto(of: string, load: LoadPhoto): Loaded {
  const [shown, setShown] = useState<{ of: string; loaded: Loaded }>({ of, loaded: "loading" });
  useEffect(() => {
    let url: string | null = null;
    let left = false;
    setShown({ of, loaded: "loading" });
    void load().then((found) => {
      if (left) return;
      if (found instanceof Blob) url = URL.createObjectURL(found);
      setShown({ of, loaded: url ? { url } : (found as "offline" | "absent") });
    });
    return () => {
      left = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [of]);
  return shown.of === of ? shown.loaded : "loading";
}

interface PhotoProps {
  /** Names the photo: its hash. */
  of: string;
  load: LoadPhoto;
  label: string;
  onOpen?: (url: string) => void;
}

/** The photo in a frame that has its place before it is there. A tap enlarges it. */
export function Photo({ of, load, label, onOpen }: PhotoProps) {
  const loaded = usePhoto(of, load);
  if (typeof loaded === "string") {
    return (
      <div class="photo" role="img" aria-label={label} aria-busy={loaded === "loading"}>
        <Icon name="image" />
        {loaded !== "loading" && <span>{t(`photo.away_${loaded}`)}</span>}
      </div>
    );
  }
  const picture = <img src={loaded.url} alt={label} />;
  return onOpen ? (
    <button type="button" class="photo" onClick={() => onOpen(loaded.url)}>
      {picture}
      <span class="corner">
        <Icon name="maximize" size={20} label={t("photo.enlarge")} />
      </span>
    </button>
  ) : (
    <div class="photo">{picture}</div>
  );
}

const STEPS = [1, 1.5, 2, 3, 4, 6];

interface ViewerProps {
  url: string;
  label: string;
  onClose: () => void;
}

/** The photo alone, as large as the screen and larger; what is in the middle stays there. Keys: + − 0 Esc, arrows. */
export function PhotoViewer({ url, label, onClose }: ViewerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const around = useRef<HTMLDivElement>(null);
  const middle = useRef<readonly [x: number, y: number]>([0.5, 0.5]);
  const [step, setStep] = useState(0);
  const zoomTo = (next: number) => {
    if (around.current) middle.current = middleOf(around.current);
    setStep(Math.max(0, Math.min(STEPS.length - 1, next)));
  };
  useLayoutEffect(() => {
    const [x, y] = middle.current;
    const box = around.current;
    box?.scrollTo(
      x * box.scrollWidth - box.clientWidth / 2,
      y * box.scrollHeight - box.clientHeight / 2,
    );
  }, [step]);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    around.current?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  const keys = (event: KeyboardEvent) => {
    if (event.key === "+" || event.key === "=") zoomTo(step + 1);
    else if (event.key === "-") zoomTo(step - 1);
    else if (event.key === "0") zoomTo(0);
    event.stopPropagation(); // what is behind it stays quiet; Escape closes the dialog by itself
  };
  const factor = STEPS[step] ?? 1;
  return (
    <dialog ref={dialog} class="viewer" aria-label={label} onClose={onClose} onKeyDown={keys}>
      <header>
        <IconButton icon="minus" label={t("photo.smaller")} onClick={() => zoomTo(step - 1)} />
        <span class="num" role="status">
          {Math.round(factor * 100)}%
        </span>
        <IconButton icon="plus" label={t("photo.larger")} onClick={() => zoomTo(step + 1)} />
        <span class="spread" />
        <IconButton icon="close" label={t("close")} onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area is reached by keys */}
      <div ref={around} class="around" tabIndex={0} role="group" aria-label={label}>
        <img src={url} alt={label} style={{ "--zoom": factor }} />
      </div>
    </dialog>
  );
}

/** Which part of what is scrolled stands in the middle, as shares of its width and height. */
function middleOf(box: HTMLElement): readonly [x: number, y: number] {
  return [
    (box.scrollLeft + box.clientWidth / 2) / box.scrollWidth,
    (box.scrollTop + box.clientHeight / 2) / box.scrollHeight,
  ];
}
