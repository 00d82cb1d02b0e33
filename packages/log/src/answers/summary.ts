/** A log as a whole. */
export interface LogSummary {
  /** The name of the log: those of its files. */
  readonly name: string;
  readonly messages: number;
  readonly tasks: number;
  readonly failedTasks: number;
  /** Lines that could not be used. */
  readonly unusedLines: number;
  /** Seconds since the Unix epoch; `null` where the log is empty. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** True for a log that is followed while it grows. */
  readonly live: boolean;
  /** Where who answers may lack what came since: until when nothing is missing, in seconds since the Unix epoch. */
  readonly asOf?: number;
  /** Where this is a part of a log: the whole, and the choice. */
  readonly part?: LogPart;
  /** Where a log is compared with another: the names of both, in the summaries of both. */
  readonly compared?: { readonly baseline: string; readonly log: string };
}

/** The log of which a part was chosen. */
export interface LogPart {
  /** Tasks and messages of the whole. */
  readonly tasks: number;
  readonly messages: number;
  /** The options by which the part was chosen, as `--failed`. */
  readonly chosenWith: string;
}
