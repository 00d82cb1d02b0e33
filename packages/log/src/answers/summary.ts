/** A log as a whole. */
export interface LogSummary {
  /** What to call the log: the names of its files. */
  readonly name: string;
  readonly messages: number;
  readonly tasks: number;
  readonly failedTasks: number;
  /** Lines that could not be used. */
  readonly unusedLines: number;
  /** Seconds since the Unix epoch; `null` where the log is empty. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** Whether the log is followed while it grows. */
  readonly live: boolean;
}
