import { ClewError } from "../../record/index.js";
import { errorText } from "../../wire/index.js";

/** A process that was spawned ended with another exit code than 0, by a signal, or was never started. */
export class ProcessError extends ClewError {
  static readonly code = "CLEW_PROCESS";
  override readonly name = "ProcessError";
  readonly code = ProcessError.code;
  /** Its exit code; absent where a signal ended it, or where it was never started. */
  readonly exitCode: number | undefined;
  /** The signal that ended it. */
  readonly endedBy: string | undefined;
  /** The end of what it wrote to standard error, where that was captured. */
  readonly stderr: string;

  constructor(command: string, end: ProcessEnd) {
    const { exitCode, endedBy, stderr, cause, missingFolder } = end;
    const how =
      cause !== undefined
        ? `could not be started: ${missingFolder === undefined ? errorText(cause) : `its folder ${missingFolder} is not there; make it, or name another as cwd`}`
        : endedBy === undefined
          ? `ended with exit code ${exitCode}`
          : `was ended by ${endedBy}`;
    const said = stderr.trim();
    super(
      `The process ${command} ${how}${said === "" ? "; it wrote nothing to standard error" : `; at last it said: ${lastLines(said)}`}`,
      cause === undefined ? undefined : { cause },
    );
    this.exitCode = exitCode;
    this.endedBy = endedBy;
    this.stderr = stderr;
  }
}

/** How a process ended, or why it was never started. */
interface ProcessEnd {
  readonly exitCode?: number;
  readonly endedBy?: string;
  readonly stderr: string;
  readonly cause?: unknown;
  /** The folder that it was to run in, where that is why. */
  readonly missingFolder?: string | undefined;
}

function lastLines(text: string): string {
  return text.split("\n").slice(-3).join("\n").slice(-500);
}
