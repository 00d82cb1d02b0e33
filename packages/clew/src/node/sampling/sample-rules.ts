import type { SampleOptions } from "../../record/index.js";

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
