import { currentScheduler } from "./current-scheduler.js";
import type { Timer } from "./timer-heap.js";

/** Calls a function after a time, which may be of any length, or `Infinity` for never; gives what calls that off. */
export function callAfter(ms: number, fire: () => void): () => void {
  if (ms === Number.POSITIVE_INFINITY) return () => {};
  const scheduler = currentScheduler();
  const timer: Timer = { at: 0, order: 0, slot: -1, fire };
  scheduler.set(timer, scheduler.now() + ms);
  return () => scheduler.clear(timer);
}
