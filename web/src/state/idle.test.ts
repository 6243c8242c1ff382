import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { touch, watchIdle } from "./idle";

const heard = new EventTarget();
let locks: number;
let told: number;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance", "setInterval", "clearInterval"] });
  vi.stubGlobal("document", new EventTarget());
  vi.stubGlobal("addEventListener", heard.addEventListener.bind(heard));
  locks = 0;
  told = 0;
  touch();
  stop = watchIdle({
    after: () => 300_000,
    unlocked: () => locks === 0,
    lock: () => {
      locks += 1;
    },
    awake: () => {
      told += 1;
    },
  });
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("P127: nobody has touched it for the time that was set: it locks, hidden or not", () => {
  vi.advanceTimersByTime(299_000);
  expect(locks).toBe(0);
  vi.advanceTimersByTime(6_000);
  expect(locks).toBe(1);
});

test("P127: a touch keeps it open, here and by word of another tab", () => {
  vi.advanceTimersByTime(290_000);
  heard.dispatchEvent(new Event("keydown"));
  vi.advanceTimersByTime(290_000);
  touch();
  vi.advanceTimersByTime(290_000);
  expect([locks, told]).toEqual([0, 1]);
});

test("P127: a phone that slept locks when it is looked at, though its timers stood still", () => {
  vi.setSystemTime(Date.now() + 3_600_000);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(locks).toBe(1);
});

test("P127: a touch after a long sleep finds it locked, and does not keep it open", () => {
  vi.setSystemTime(Date.now() + 3_600_000);
  heard.dispatchEvent(new Event("pointerdown"));
  expect(locks).toBe(1);
});

test("P127: a clock set back keeps nothing open", () => {
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(306_000);
  expect(locks).toBe(1);
});
