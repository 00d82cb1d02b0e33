import type { Message } from "../wire/index.js";

/**
 * Which tasks a destination keeps. A task in which something failed, or that was slow, is kept whole; of the others a
 * share is.
 */
export interface SampleOptions {
  /**
   * The share of the tasks that neither failed nor were slow, from 0 to 1; or a function that gives it, of the first
   * message that this process has of the task. One that throws, or gives no such number, keeps the task.
   */
  readonly share: number | ((first: Message) => number);
  /** A task that takes so many milliseconds is slow; 1,000 by default. No task is held back for longer. */
  readonly slowerThanMs?: number;
  /** How many tasks are held back at most until they are decided on; 10,000 by default. */
  readonly maxHeldTasks?: number;
  /** How many bytes of them; 8 MiB by default. */
  readonly maxHeldBytes?: number;
}

/** The options, each with its value. */
export type SampleRules = Required<SampleOptions>;

/** Fills in what was not given. */
export function toSampleRules({
  share,
  slowerThanMs = 1_000,
  maxHeldTasks = 10_000,
  maxHeldBytes = 8 * 1024 * 1024,
}: SampleOptions): SampleRules {
  return { share, slowerThanMs, maxHeldTasks, maxHeldBytes };
}

/** What is wrong with the options; `undefined` where nothing is. */
export function sampleFaultOf(given: unknown): string | undefined {
  if (typeof given !== "object" || given === null) {
    return `sample is ${given === null ? "null" : `of type ${typeof given}`}; give { share } and what else there is`;
  }
  const rules = toSampleRules(given as SampleOptions);
  const { share } = rules;
  if (typeof share !== "function" && !isShare(share)) {
    return `sample.share is ${String(share)}; give a number from 0 to 1, or a function of a task's first message`;
  }
  for (const name of ["slowerThanMs", "maxHeldTasks", "maxHeldBytes"] as const) {
    const value: unknown = rules[name];
    if (typeof value !== "number" || !(value >= 0)) {
      return `sample.${name} is ${String(value)}; give a number from 0 up`;
    }
  }
  return undefined;
}

/** Whether a value is a number from 0 to 1. */
export function isShare(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 1;
}
