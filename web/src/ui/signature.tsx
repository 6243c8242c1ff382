/**
 * Signing on the glass. What is kept are strokes in integers of a pad 600 wide and 200 high; what is seen is
 * always drawn from them, so a reopened draft, a turned phone and the supervisor's desk show the same line.
 */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../text";
import { FieldGroup, type FieldState } from "./field-frame";
import { Icon } from "./icon";
import { type Glass, signByKeys } from "./sign-by-keys";

const WIDTH = 600;
const HEIGHT = 200;
const BOX = `0 0 ${WIDTH} ${HEIGHT}`;
const PEN = {
  fill: "none",
  stroke: "currentColor",
  "stroke-width": 5,
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
} as const;
/** Points nearer than this to the last one say nothing new: an operation stays far below its 64 KiB. */
const THIN = 3;

export type Strokes = readonly (readonly number[])[];

interface PadProps extends FieldState {
  strokes: Strokes;
  onChange: (strokes: number[][]) => void;
}

export function SignaturePad(props: PadProps) {
  const pad = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const glass = pad.current?.querySelector<SVGSVGElement>(".glass");
    if (!pad.current || !glass) return;
    const stop = new AbortController();
    const take = (stroke: number[]) => {
      const { strokes, onChange } = latest.current;
      onChange([...strokes.map((each) => [...each]), stroke]);
    };
    const line = glass.firstElementChild as SVGPathElement;
    const show = (stroke: readonly number[]) =>
      line.setAttribute("d", stroke.length > 0 ? pathOf(stroke) : "");
    const drawn: Glass = { width: WIDTH, height: HEIGHT, show, take };
    takeStrokes(glass, drawn, stop.signal);
    signByKeys(pad.current, drawn, stop.signal);
    return () => stop.abort();
  }, []);
  const keys = `${props.id}-keys`;
  return (
    <FieldGroup {...props} quiet>
      <div
        ref={pad}
        class={`pad ${props.error ? "wrong" : ""}`}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys by itself
        tabIndex={0}
        aria-label={props.label}
        aria-describedby={keys}
      >
        <Icon name="close" size={16} />
        <SignatureDrawing strokes={props.strokes} label={props.label} />
        <svg class="drawing glass" viewBox={BOX} aria-hidden="true">
          <path {...PEN} />
        </svg>
      </div>
      <p class="caption keys" id={keys}>
        {t("consent.keys")}
      </p>
    </FieldGroup>
  );
}

/** The strokes alone, scaled to the width that there is. */
export function SignatureDrawing({ strokes, label }: { strokes: Strokes; label: string }) {
  return (
    <svg class="drawing" viewBox={BOX} role="img" aria-label={label}>
      <path {...PEN} d={strokes.map(pathOf).join("")} />
    </svg>
  );
}

/** Smooth through the middles of the points; a tap is a dot. */
function pathOf(stroke: readonly number[]): string {
  const [x = 0, y = 0] = stroke;
  if (stroke.length <= 2) return `M${x} ${y}h.1`;
  let path = `M${x} ${y}`;
  for (let i = 2; i + 3 < stroke.length; i += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = stroke.slice(i, i + 4);
    path += `Q${ax} ${ay} ${(ax + bx) / 2} ${(ay + by) / 2}`;
  }
  return `${path}L${stroke.at(-2)} ${stroke.at(-1)}`;
}

/** Follows one finger on the glass, and hands over each finished stroke, until `stop`. */
function takeStrokes(glass: SVGSVGElement, { show, take }: Glass, stop: AbortSignal): void {
  let finger: number | null = null;
  let stroke: number[] = [];
  const add = ({ clientX, clientY }: PointerEvent) => {
    const { left, top, width, height } = glass.getBoundingClientRect();
    const x = within(((clientX - left) * WIDTH) / width, WIDTH);
    const y = within(((clientY - top) * HEIGHT) / height, HEIGHT);
    const [lastX = -THIN, lastY = -THIN] = stroke.slice(-2);
    if (Math.hypot(x - lastX, y - lastY) >= THIN) stroke.push(x, y);
  };
  const begin = (event: PointerEvent) => {
    if (finger !== null || event.button !== 0) return; // a palm, or another button
    finger = event.pointerId;
    glass.setPointerCapture(finger);
    add(event);
    show(stroke);
  };
  const move = (event: PointerEvent) => {
    if (event.pointerId !== finger) return;
    const missed = event.getCoalescedEvents(); // what came between two frames
    for (const each of missed.length > 0 ? missed : [event]) add(each);
    show(stroke);
  };
  const end = (event: PointerEvent) => {
    if (event.pointerId !== finger) return;
    finger = null;
    take(stroke);
    stroke = [];
    show(stroke);
  };
  const on = (name: "pointerdown" | "pointermove" | "lostpointercapture", act: typeof begin) =>
    glass.addEventListener(name, act, { signal: stop });
  on("pointerdown", begin);
  on("pointermove", move);
  on("lostpointercapture", end); // lifted, cancelled or taken away
}

const within = (value: number, most: number) => Math.max(0, Math.min(most, Math.round(value)));
