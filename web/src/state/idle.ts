/** Locking by itself: where nobody has touched any tab for a while, hidden or not (P127). */

export interface Idle {
  /** Milliseconds without a touch after which it locks. */
  after: () => number;
  /** Whether there is anything to lock. */
  unlocked: () => boolean;
  lock: () => void;
  /** This tab is being used; at most every few seconds. */
  awake: () => void;
}

const LOOK_MS = 5_000;
/** How often the other tabs are told. */
const TELL_MS = 10_000;

let touched = moment();
let told = 0;

/** The clock may be set back and the other count may stop while the phone sleeps: the longer of both counts. */
function moment(): { wall: number; count: number } {
  return { wall: Date.now(), count: performance.now() };
}

/** Somebody is here, in this tab or another. */
export function touch(): void {
  touched = moment();
}

/** Watches until the returned function is called. */
export function watchIdle(idle: Idle): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const look = () => {
    const now = moment();
    const still = Math.max(now.wall - touched.wall, now.count - touched.count);
    if (idle.unlocked() && still >= idle.after()) idle.lock();
  };
  const used = () => {
    look(); // a touch after a long sleep finds the phone locked, it does not keep it open
    touch();
    if (touched.count - told < TELL_MS) return;
    told = touched.count;
    idle.awake();
  };
  for (const event of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    addEventListener(event, used, { signal, capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", look, { signal });
  const timer = setInterval(look, LOOK_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  return () => stop.abort();
}
