import { expect, test } from "vitest";
import { signByKeys } from "./sign-by-keys";

/** A pad that is pressed by keys; a space in a name is the key Space. */
function pad() {
  const element = new EventTarget() as HTMLElement;
  const taken: number[][] = [];
  const shown: (readonly number[])[] = [];
  const stop = new AbortController();
  const glass = {
    width: 600,
    height: 200,
    show: (stroke: readonly number[]) => void shown.push([...stroke]),
    take: (stroke: number[]) => void taken.push(stroke),
  };
  signByKeys(element, glass, stop.signal);
  const press = (...keys: string[]) =>
    keys.map((key) => {
      const event = Object.assign(new Event("keydown", { cancelable: true }), { key });
      element.dispatchEvent(event);
      return event.defaultPrevented;
    });
  return { element, press, taken, shown, stop };
}

test("arrows move the lifted pen, and draw once Space has put it down", () => {
  const { press, taken, shown } = pad();
  press("ArrowRight", "ArrowDown");
  expect(shown.at(-1)).toEqual([70, 110]);
  press(" ", "ArrowRight", "ArrowUp", " ");
  expect(taken).toEqual([[70, 110, 80, 110, 80, 100]]);
});

test("what is drawn is kept where the focus goes on, and stays on the pad", () => {
  const { element, press, taken } = pad();
  press(" ", ...Array.from({ length: 20 }, () => "ArrowUp"));
  element.dispatchEvent(new Event("blur"));
  expect(taken).toHaveLength(1);
  expect(Math.min(...(taken[0] ?? []))).toBe(0);
  expect(taken[0]?.length).toBeGreaterThan(4);
});

test("other keys are the page's: nobody is trapped", () => {
  const { press, stop } = pad();
  expect(press("Tab", "Escape", "Enter", " ")).toEqual([false, false, false, true]);
  stop.abort();
  expect(press(" ")).toEqual([false]);
});
