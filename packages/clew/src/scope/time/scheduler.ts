import type { Timer } from "./timer-heap.js";

/**
 * Where scopes get their time from. The process has one, on the hub; `withMockClock` puts another in its place. Nothing
 * else in this room may ask the platform for the time or set a timer.
 */
export interface Scheduler {
  /** Milliseconds of a clock that never goes backwards. */
  now(): number;
  /** Milliseconds since the Unix epoch. */
  wallNow(): number;
  /** Makes a timer due at a time, also one that was due at another. */
  set(timer: Timer, at: number): void;
  /** Takes a timer back; one that is not set is left alone. */
  clear(timer: Timer): void;
  /** Whether this stretch of the program has run so long that others should have their turn. */
  isTurnDue(): boolean;
  /** Calls `resume` after timers and input had their turn. */
  yieldTurn(resume: () => void): void;
}
