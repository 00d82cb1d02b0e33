// The moment from which it went wrong: the cumulative sum of how far each task, in order of time, lies off the mean turns
// where the share changes. By chance it comes no further off than the bridge of Brown does (Kolmogorov's distribution).

/** When tasks began to fail more, and how sure it is that they did not all along. */
export interface Since {
  /** Seconds since the Unix epoch. */
  readonly time: number;
  readonly confidence: number;
}

/** The chance of naming a moment where there is none. */
const LEVEL = 0.001;
/** By how much more must fail after it. */
const LEAST_TIMES = 3;

/** Finds the moment in tasks in order of their time. */
export function sinceWhen(tasks: readonly { readonly time: number; readonly failed: boolean }[]): Since | undefined {
  const n = tasks.length;
  const failed = tasks.reduce((sum, task) => sum + (task.failed ? 1 : 0), 0);
  if (failed < 5 || n - failed < 5) return undefined;
  const mean = failed / n;
  let sum = 0;
  let lowest = 0;
  let at = -1;
  tasks.forEach((task, i) => {
    sum += (task.failed ? 1 : 0) - mean;
    if (sum >= lowest) return;
    lowest = sum;
    at = i;
  });
  const first = tasks[at + 1];
  if (first === undefined || at < 0) return undefined;
  const distance = -lowest / Math.sqrt(n * mean * (1 - mean));
  const p = Math.exp(-2 * distance ** 2);
  const before = tasks.slice(0, at + 1).filter((task) => task.failed).length / (at + 1);
  const after = (failed - before * (at + 1)) / (n - at - 1);
  return p < LEVEL && after > LEAST_TIMES * before ? { time: first.time, confidence: 1 - p } : undefined;
}
