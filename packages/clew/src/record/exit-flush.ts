/** What must not be left behind by the end of the process. */
export interface ExitFlush {
  /** Writes everything, waiting for slow readers; from now on the process ends and lines are written at once. */
  flushAtExit(): void;
  /** Writes what can be written without waiting: someone else decides how the process ends. */
  flushNow(): void;
}
