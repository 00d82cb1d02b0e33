import { hub } from "../../record/index.js";
import type { Scheduler } from "./scheduler.js";
import { SystemScheduler } from "./system-scheduler.js";

/** The scheduler in force. */
export function currentScheduler(): Scheduler {
  hub.scheduler ??= new SystemScheduler();
  return hub.scheduler as Scheduler;
}

/** Puts another scheduler in force and gives the one before. Timers stay with the scheduler that they were set on. */
export function replaceScheduler(next: Scheduler): Scheduler {
  const previous = currentScheduler();
  hub.scheduler = next;
  return previous;
}
