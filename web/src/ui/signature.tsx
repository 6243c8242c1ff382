/**
 * Signing on the glass. What is kept are strokes in integers of a pad 600 wide and 200 high; what is seen is
 * always drawn from them, so a reopened draft, a turned phone and the supervisor's desk show the same line.
 */
import { useEffect, useRef } from "preact/hooks";
import SignatureCanvas from "signature_pad";
import { FieldGroup, type FieldState } from "./field-frame";
import { Icon } from "./icon";

const WIDTH = 600;
const HEIGHT = 200;
const PEN = 5;

export type Strokes = readonly (readonly number[])[];

interface PadProps extends FieldState {
  strokes: Strokes;
  onChange: (strokes: number[][]) => void;
}

export function SignaturePad(props: PadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    return takeStrokes(element, (stroke) => {
      const { strokes, onChange } = latest.current;
      onChange([...strokes.map((each) => [...each]), stroke]);
    });
  }, []);
  return (
    <FieldGroup {...props} quiet>
      <div class={`pad ${props.error ? "wrong" : ""}`}>
        <span class="unseen">{props.label}</span>
        <Icon name="close" size={16} />
        <SignatureDrawing strokes={props.strokes} label={props.label} />
        <canvas ref={canvas} aria-hidden="true" />
      </div>
    </FieldGroup>
  );
}

/** The strokes alone, scaled to the width that there is. */
export function SignatureDrawing({ strokes, label }: { strokes: Strokes; label: string }) {
  return (
    <svg class="drawing" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <path
        d={strokes.map(pathOf).join("")}
        fill="none"
        stroke="currentColor"
        stroke-width={PEN}
        stroke-linecap="round"
        stroke-linejoin="round"
      />
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

/** Follows the finger on a canvas and hands over each finished stroke; returns the way to stop. */
function takeStrokes(canvas: HTMLCanvasElement, onStroke: (stroke: number[]) => void): () => void {
  const pad = new SignatureCanvas(canvas, { minDistance: 2 });
  const fit = () => {
    const ratio = Math.max(1, devicePixelRatio);
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    canvas.getContext("2d")?.scale(ratio, ratio);
    pad.clear();
  };
  const begin = () => {
    const width = (PEN * canvas.clientWidth) / WIDTH;
    pad.minWidth = width / 2;
    pad.maxWidth = width / 2;
    pad.dotSize = width / 2;
    pad.penColor = getComputedStyle(canvas).color;
  };
  const end = () => {
    const points = pad.toData().at(-1)?.points ?? [];
    const [across, down] = [WIDTH / canvas.clientWidth, HEIGHT / canvas.clientHeight];
    const within = (value: number, most: number) => Math.max(0, Math.min(most, Math.round(value)));
    const stroke = points.flatMap(({ x, y }) => [
      within(x * across, WIDTH),
      within(y * down, HEIGHT),
    ]);
    pad.clear();
    if (stroke.length > 0) onStroke(withoutRepeats(stroke));
  };
  const watcher = new ResizeObserver(fit);
  watcher.observe(canvas);
  pad.addEventListener("beginStroke", begin);
  pad.addEventListener("endStroke", end);
  return () => {
    watcher.disconnect();
    pad.off();
  };
}

function withoutRepeats(stroke: number[]): number[] {
  return stroke.filter((_, i) => {
    const point = i - (i % 2);
    return (
      point === 0 || stroke[point] !== stroke[point - 2] || stroke[point + 1] !== stroke[point - 1]
    );
  });
}
