// A process as a child of a scope.
import { basename } from "node:path";
import type { Writable } from "node:stream";
import { type Action, currentAction } from "../../record/index.js";
import { type Cancelled, type ChildTask, type Scope, type SpawnOptions, until } from "../../scope/index.js";
import { callAfter, whenCancelled } from "../../scope/internal.js";
import { names } from "../../wire/index.js";
import { readLines } from "./line-reader.js";
import { type End, type Output, RunningProcess } from "./running-process.js";

/** Options of `spawnProcess`. */
export interface SpawnProcessOptions extends Omit<SpawnOptions, "abandonOnCancel"> {
  /** The folder that it runs in; ours, where nothing is said. */
  readonly cwd?: string | URL;
  /** Its environment; ours, where nothing is said. `CLEW_TASK_ID` is added where the child is logged. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it is given on standard input, to its end; nothing, where nothing is said. */
  readonly input?: string | Uint8Array;
  /**
   * Where its standard input comes from, without `input`: `"pipe"` is for `write` and for a pipe from another process,
   * `"inherit"` is ours. Default: `"ignore"`.
   */
  readonly stdin?: "ignore" | "pipe" | "inherit";
  /** Default: `"capture"`. */
  readonly stdout?: Output;
  /** Default: `"capture"`. */
  readonly stderr?: Output;
  /** How much of each captured output is kept, from its end, in bytes. Default: 1 MiB. */
  readonly maxOutputBytes?: number;
  /** How long it may go on after its SIGTERM, in milliseconds; then it is sent SIGKILL. `Infinity`: never. Default: 500. */
  readonly killAfterMs?: number;
  /**
   * Whether what it has started is ended with it: at its cancel, at the program's end, and when it ends by itself. It is
   * then a group of its own, which a Ctrl-C at the terminal does not reach by itself. Default: false.
   */
  readonly killTree?: boolean;
}

/** What a process gave. */
export interface ProcessOutput {
  /** What it wrote to standard output, where that was captured; the end of it, where it was too much. */
  readonly stdout: string;
  readonly stderr: string;
  /** How many bytes of the two were not kept. */
  readonly bytesDropped: number;
}

/** A process as a child, which can be read and written to while it runs. */
export interface ProcessTask extends ChildTask<ProcessOutput> {
  /** `undefined` where it could not be started. */
  readonly pid: number | undefined;
  /**
   * The lines of standard output, or of standard error, from the call on, while they come. Whoever reads slowly holds
   * the process up. Needs `"capture"`.
   *
   * @example
   * ```ts
   * import { withScope } from "clew/scope";
   * import { spawnProcess } from "clew/worker";
   *
   * await withScope(async (scope) => {
   *   const build = spawnProcess(scope, process.execPath, ["-e", "console.log('one'); console.log('two')"]);
   *   for await (const line of build.lines()) console.log(line);
   * });
   * ```
   *
   * ```text output
   * one
   * two
   * ```
   */
  lines(from?: "stdout" | "stderr"): AsyncIterableIterator<string>;
  /** Writes to its standard input; resolves when there is room for more. Needs `stdin: "pipe"`. */
  write(chunk: string | Uint8Array): Promise<void>;
  /** Ends its standard input. */
  endInput(): void;
  /**
   * Hands what it writes to standard output on to another process, which was started with `stdin: "pipe"`; gives that.
   * Where the other ends first the pipe is broken, as in a shell, and how this one ends then is no failure.
   */
  pipeTo(other: ProcessTask): ProcessTask;
}

const MAX_OUTPUT_BYTES = 1024 * 1024;
const KILL_AFTER_MS = 500;
/** Ending a process takes some milliseconds, and on a busy machine more. */
const KILLING_MS = 2_000;

/**
 * Runs a command as a child of the scope, without a shell. Gives what it wrote when it ended with exit code 0; any
 * other end is a `ProcessError`. Cancelling sends SIGTERM, and SIGKILL where it has not ended `killAfterMs` later. The
 * process is gone when the child has ended, and ends with the program, by an exit, a crash or a signal; with `killTree`
 * so does all that it has started. Where the child is logged, the process finds a place of its own in the
 * tree in `CLEW_TASK_ID`, for `continueTask`.
 *
 * @example
 * ```ts
 * import { withScope } from "clew/scope";
 * import { spawnProcess } from "clew/worker";
 *
 * await withScope(async (scope) => {
 *   const { stdout } = await spawnProcess(scope, process.execPath, ["-p", "6 * 7"]);
 *   console.log(stdout.trim());
 * });
 * ```
 *
 * ```text output
 * 42
 * ```
 */
export function spawnProcess(
  scope: Scope,
  command: string,
  args: readonly string[] = [],
  options: SpawnProcessOptions = {},
): ProcessTask {
  const { cwd, env, input, stdin, stdout, stderr, maxOutputBytes, killAfterMs, killTree, ...spawnOptions } = options;
  const limits = checkLimits(options);
  let running: RunningProcess | undefined;
  const child = scope.spawn(
    () => {
      const taskId = currentAction()?.serializeTaskId();
      running = new RunningProcess({
        command,
        args,
        cwd,
        env: taskId === undefined ? { ...(env ?? process.env) } : { ...(env ?? process.env), CLEW_TASK_ID: taskId },
        stdin: input === undefined ? (stdin ?? "ignore") : "pipe",
        stdout: stdout ?? "capture",
        stderr: stderr ?? "capture",
        maxOutputBytes: limits.maxOutputBytes,
        killTree: killTree ?? false,
      });
      if (input !== undefined) running.stdin?.end(input);
      return watch(running, command, limits.killAfterMs);
    },
    {
      name: basename(command),
      ...spawnOptions,
      cancelTimeoutMs: Math.max(options.cancelTimeoutMs ?? 0, limits.killAfterMs + KILLING_MS),
    },
  );
  if (running !== undefined) RUNNING.set(child, running);
  return Object.assign(child, controlsOf(command, running));
}

function checkLimits(options: SpawnProcessOptions): { killAfterMs: number; maxOutputBytes: number } {
  const { killAfterMs = KILL_AFTER_MS, maxOutputBytes = MAX_OUTPUT_BYTES } = options;
  if (!(killAfterMs >= 0)) {
    throw new RangeError(
      `Cannot kill a process after ${killAfterMs} ms: give a number from 0 up, or Infinity for never`,
    );
  }
  if (!(maxOutputBytes >= 0)) {
    throw new RangeError(`Cannot keep ${maxOutputBytes} bytes of a process's output: give a number from 0 up`);
  }
  return { killAfterMs, maxOutputBytes };
}

/** The child's life: until the process has ended, and what is to end with it. */
async function watch(running: RunningProcess, command: string, killAfterMs: number): Promise<ProcessOutput> {
  let stopped: Cancelled | undefined;
  // A cancel is heard in the context of whoever cancels.
  const action = currentAction();
  let callOff: (() => void) | undefined;
  const leave = whenCancelled(
    (cancelled) => {
      stopped = cancelled;
      running.kill("SIGTERM");
      callOff = callAfter(killAfterMs, () => {
        sayKilled(action, command, running.pid, killAfterMs);
        running.kill("SIGKILL");
      });
    },
    { for: "process", what: command },
  );
  try {
    const end = await running.end;
    await running.endTree(killAfterMs);
    const { isUnread } = running;
    const hasSucceeded = end.error === undefined && (end.exitCode === 0 || (isUnread && stopped === undefined));
    if (hasSucceeded) return running.output;
    // What was told to stop, and stopped, has not failed; nor has one that found its pipe broken since the other was, too.
    throw stopped !== undefined && (isUnread || isStop(end)) ? stopped : running.errorOf(end);
  } finally {
    callOff?.();
    leave();
  }
}

/** By 128 and its number a shell, and a program that cleans up first, say that SIGTERM has ended them. */
const ENDED_BY_SIGTERM = 128 + 15;

/** Whether a process that was told to stop has done that: then it has not failed. */
function isStop({ endedBy, exitCode }: End): boolean {
  return endedBy !== undefined || exitCode === ENDED_BY_SIGTERM;
}

function sayKilled(action: Action | undefined, child: string, pid: number | undefined, killAfterMs: number): void {
  const reason = `it went on for ${killAfterMs} ms after its SIGTERM; it was sent SIGKILL`;
  action?.log(names.TERMINATED, { child, pid, reason });
}

async function* noLines(): AsyncGenerator<string, void> {}

/** Output and input of processes, by their tasks. */
const RUNNING = new WeakMap<object, RunningProcess>();

function controlsOf(command: string, running: RunningProcess | undefined): Omit<ProcessTask, keyof ChildTask<unknown>> {
  const inputOf = (act: string): Writable => {
    const stdin = running?.stdin;
    if (stdin != null) return stdin;
    throw new TypeError(
      `Cannot ${act} the process ${command}: its standard input is no pipe; start it with stdin: "pipe"`,
    );
  };
  return {
    pid: running?.pid,
    lines(from = "stdout") {
      // What could not be started writes nothing; its task says why.
      if (running === undefined) return noLines();
      const stream = running[from];
      if (stream != null) return readLines(stream);
      throw new TypeError(
        `Cannot read the lines of ${command}: its ${from} is not captured; start it with ${from}: "capture"`,
      );
    },
    write(chunk) {
      const stdin = inputOf("write to");
      return until(
        new Promise<void>((resolve, reject) => {
          stdin.write(chunk, (error) => (error == null ? resolve() : reject(error)));
        }),
      );
    },
    endInput: () => void inputOf("end the input of").end(),
    pipeTo(this: ProcessTask, other) {
      const to = RUNNING.get(other)?.stdin;
      const from = running?.stdout;
      if (from == null || to == null) {
        throw new TypeError(
          `Cannot pipe ${command} to ${other.name}: the first needs stdout: "capture", the second stdin: "pipe"`,
        );
      }
      running?.pipe(from, to);
      return other;
    },
  };
}
