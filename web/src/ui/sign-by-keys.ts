/**
 * Signing without a finger: the arrows move the pen, Space puts it down and lifts it. Whoever cannot hold a phone still
 * makes a mark of their own, and it is kept as any other: as strokes.
 */

export interface Glass {
  width: number;
  height: number;
  /** Shows the stroke that is being drawn; a lifted pen is a dot. */
  show: (stroke: readonly number[]) => void;
  /** A stroke is finished. */
  take: (stroke: number[]) => void;
}

/** How far an arrow moves the pen, in units of the pad. */
const STEP = 10;
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** Follows the keys while the pad has the focus, until `stop`. */
export function signByKeys(pad: HTMLElement, glass: Glass, stop: AbortSignal): void {
  let pen: readonly [number, number] = [glass.width / 10, glass.height / 2];
  let stroke: number[] | null = null;
  const lift = () => {
    if (stroke !== null) glass.take(stroke);
    stroke = null;
  };
  const press = (event: KeyboardEvent) => {
    const way = ARROWS[event.key];
    if (way) {
      pen = [within(pen[0] + way[0], glass.width), within(pen[1] + way[1], glass.height)];
      stroke?.push(...pen);
    } else if (event.key !== " ") {
      return;
    } else if (stroke === null) {
      stroke = [...pen];
    } else {
      lift();
    }
    event.preventDefault(); // the page does not scroll
    glass.show(stroke ?? pen);
  };
  const on = { signal: stop };
  pad.addEventListener("keydown", press, on);
  pad.addEventListener("focus", () => glass.show(pen), on);
  pad.addEventListener(
    "blur",
    () => {
      lift();
      glass.show([]);
    },
    on,
  );
}

const within = (value: number, most: number) => Math.max(0, Math.min(most, value));
