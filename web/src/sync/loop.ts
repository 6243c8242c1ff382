/**
 * When to sync: at every sign that it may work, and by itself after a while. It never gives up (P71, P72).
 *
 * Time, chance and timers come in, so that tests play hours in a moment.
 */
import { backOff } from "./plan";

/** `busy`: another tab is at it. */
export type Ended = "complete" | "failed" | "busy";

export interface LoopWorld {
  run: () => Promise<Ended>;
  random: () => number;
  later: (work: () => void, ms: number) => unknown;
  cancel: (timer: unknown) => void;
  /** How long after a complete run the next one comes by itself, milliseconds. */
  every: () => number;
}

export class Loop {
  #world: LoopWorld;
  #failures = 0;
  #running = false;
  #again = false;
  #stopped = false;
  #timer: unknown = null;

  constructor(world: LoopWorld) {
    this.#world = world;
  }

  /** Sync now; during a run, once more after it. Whatever the reason, the waits are short again. */
  poke(): void {
    this.#failures = 0;
    if (this.#running) this.#again = true;
    else void this.#go();
  }

  stop(): void {
    this.#stopped = true;
    this.#world.cancel(this.#timer);
  }

  async #go(): Promise<void> {
    if (this.#stopped) return;
    this.#world.cancel(this.#timer);
    this.#running = true;
    this.#again = false;
    const ended = await this.#world.run().catch((): Ended => "failed");
    this.#running = false;
    if (this.#stopped) return;
    if (ended === "complete" && this.#again) return this.#go();
    this.#timer = this.#world.later(() => void this.#go(), this.#wait(ended));
  }

  #wait(ended: Ended): number {
    if (ended === "complete") {
      this.#failures = 0;
      return this.#world.every() * (0.8 + 0.2 * this.#world.random()); // P200
    }
    const wait = backOff(this.#failures, this.#world.random());
    if (ended === "failed") this.#failures += 1;
    return wait;
  }
}
