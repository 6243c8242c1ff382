import { beforeEach, expect, test } from "vitest";
import { type Ended, Loop } from "./loop";
import { backOff } from "./plan";

/** Timers that the test fires, and runs that it ends. */
class Clock {
  waits: number[] = [];
  runs = 0;
  random = 1;
  #fire: (() => void) | null = null;
  #end: ((ended: Ended) => void) | null = null;
  loop = new Loop({
    run: () => {
      this.runs += 1;
      return new Promise((resolve) => {
        this.#end = resolve;
      });
    },
    random: () => this.random,
    later: (work, ms) => {
      this.#fire = work;
      return this.waits.push(ms);
    },
    cancel: () => {
      this.#fire = null;
    },
    every: () => 30_000,
  });

  async end(ended: Ended): Promise<void> {
    this.#end?.(ended);
    await new Promise((resolve) => setTimeout(resolve));
  }

  fire(): void {
    const work = this.#fire;
    this.#fire = null;
    work?.();
  }
}

let clock: Clock;
beforeEach(() => {
  clock = new Clock();
  clock.loop.poke();
});

test("P72: failures wait longer and longer up to 5 minutes, and it never gives up", async () => {
  for (let i = 0; i < 12; i += 1) {
    await clock.end("failed");
    clock.fire();
  }
  expect(clock.waits.slice(0, 4)).toEqual([4_000, 8_000, 16_000, 32_000]);
  expect(clock.waits.slice(-3)).toEqual([300_000, 300_000, 300_000]);
  expect(clock.runs).toBe(13);
});

test("P72: a save, a network or a look makes the waits short again", async () => {
  for (let i = 0; i < 6; i += 1) {
    await clock.end("failed");
    clock.fire();
  }
  await clock.end("failed");
  clock.loop.poke();
  await clock.end("failed");
  expect(clock.waits.at(-1)).toBe(4_000);
});

test("P72: the jitter is full, from 2 s up", () => {
  expect([backOff(4, 0), backOff(4, 0.5), backOff(4, 1)]).toEqual([2_000, 33_000, 64_000]);
});

test("P200: phones that failed in the same moment already part at their first wait", () => {
  expect([backOff(0, 0), backOff(0, 0.5), backOff(0, 1)]).toEqual([2_000, 3_000, 4_000]);
});

test("P200: phones that were quiet in the same moment come back apart", async () => {
  clock.random = 0;
  await clock.end("complete");
  clock.fire();
  clock.random = 0.5;
  await clock.end("complete");
  expect(clock.waits).toEqual([24_000, 27_000]);
});

test("P71: a save during a run starts one more after it, and only one", async () => {
  clock.loop.poke();
  clock.loop.poke();
  expect(clock.runs).toBe(1);
  await clock.end("complete");
  expect(clock.runs).toBe(2);
  await clock.end("complete");
  expect([clock.runs, clock.waits]).toEqual([2, [30_000]]);
});

test("P71: while another tab is at it, it is asked again soon", async () => {
  await clock.end("busy");
  expect(clock.waits).toEqual([4_000]);
});

test("a stopped loop stays stopped", async () => {
  clock.loop.stop();
  await clock.end("failed");
  clock.loop.poke();
  expect([clock.runs, clock.waits]).toEqual([1, []]);
});
