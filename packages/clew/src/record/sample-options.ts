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

/** Decides which tasks a destination is given. */
export interface TaskSampler {
  /** Lines of the tasks that were not kept. */
  readonly sampledOut: number;
  /**
   * Whether the destination is to have a line now, as it is; else it is held, left out or given by this. A line that its
   * filter has refused tells of its task all the same.
   */
  take(line: string, isWanted: boolean): boolean;
  /** Lets go of all that is held. */
  release(): void;
  /** Ends that the end of the process is waited for. */
  leave(): void;
}
