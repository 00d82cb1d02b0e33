// A process as a child of a scope.
import { type ChildProcess, spawn } from "node:child_process";
import { basename } from "node:path";
import { currentAction } from "../record/index.js";
import type { ChildTask, Scope, Signal, SpawnOptions } from "../scope/index.js";
import { names } from "../wire/index.js";
import { OutputEnd } from "./output-end.js";
import { ProcessError } from "./worker-errors.js";

/** What becomes of what a process writes: kept for the caller, written where ours is, or thrown away. */
type Output = "capture" | "inherit" | "ignore";

/** Options of `spawnProcess`. */
export interface SpawnProcessOptions extends Omit<SpawnOptions, "abandonOnCancel"> {
  /** The folder that it runs in; ours, where nothing is said. */
  readonly cwd?: string | URL;
  /** Its environment; ours, where nothing is said. `CLEW_TASK_ID` is added where the child is logged. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it is given on standard input; nothing, where nothing is said. */
  readonly input?: string | Uint8Array;
  /** Default: `"capture"`. */
  readonly stdout?: Output;
  /** Default: `"capture"`. */
  readonly stderr?: Output;
  /** How much of each captured output is kept, from its end, in bytes. Default: 1 MiB. */
  readonly maxOutputBytes?: number;
  /** How long it may go on after its SIGTERM, in milliseconds; then it is sent SIGKILL. Default: 500. */
  readonly killAfterMs?: number;
}

/** What a process gave. */
export interface ProcessOutput {
  /** What it wrote to standard output, where that was captured; the end of it, where it was too much. */
  readonly stdout: string;
  readonly stderr: string;
  /** How many bytes of the two were not kept. */
  readonly bytesDropped: number;
}

const MAX_OUTPUT_BYTES = 1024 * 1024;
const KILL_AFTER_MS = 500;
const KILLING_MS = 2_000;
/** What a process has started may keep its pipes open after it has ended; it is not waited for longer than this. */
const PIPES_MS = 200;

/**
 * Runs a command as a child of the scope, without a shell. Gives what it wrote when it ended with exit code 0; any
 * other end is a `ProcessError`. Cancelling sends SIGTERM, and SIGKILL where it has not ended `killAfterMs` later. The
 * process is gone when the child has ended. Where the child is logged, the process finds a place of its own in the
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
): ChildTask<ProcessOutput> {
  const { cwd, env, input, stdout, stderr, maxOutputBytes, killAfterMs = KILL_AFTER_MS, ...spawnOptions } = options;
  if (!(killAfterMs >= 0)) {
    throw new RangeError(`Cannot kill a process after ${killAfterMs} ms: give a number from 0 up`);
  }
  return scope.spawn(({ signal }) => run(command, args, options, killAfterMs, signal), {
    name: basename(command),
    ...spawnOptions,
    cancelTimeoutMs: Math.max(options.cancelTimeoutMs ?? 0, killAfterMs + KILLING_MS),
  });
}

async function run(
  command: string,
  args: readonly string[],
  options: SpawnProcessOptions,
  killAfterMs: number,
  signal: Signal,
): Promise<ProcessOutput> {
  signal.throwIfAborted();
  const { cwd, env = process.env, input, stdout = "capture", stderr = "capture" } = options;
  const taskId = currentAction()?.serializeTaskId();
  const started = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: taskId === undefined ? { ...env } : { ...env, CLEW_TASK_ID: taskId },
    stdio: [input === undefined ? "ignore" : "pipe", pipeFor(stdout), pipeFor(stderr)],
    windowsHide: true,
  });
  const limit = options.maxOutputBytes ?? MAX_OUTPUT_BYTES;
  const [out, err] = [new OutputEnd(started.stdout, limit), new OutputEnd(started.stderr, limit)];
  // A process that does not read what it is given closes the pipe; how it ends tells whether that matters.
  started.stdin?.on("error", () => {}).end(input);

  const stopKilling = killWhenCancelled(started, signal, killAfterMs);
  try {
    const { error, exitCode, endedBy } = await endOf(started);
    if (error === undefined && exitCode === 0) {
      return { stdout: out.text, stderr: err.text, bytesDropped: out.dropped + err.dropped };
    }
    // What was told to stop, and stopped, has not failed.
    if (signal.aborted && endedBy !== undefined) throw signal.reason;
    throw new ProcessError(command, {
      stderr: err.text,
      ...(error === undefined ? {} : { cause: error }),
      ...(exitCode === null ? {} : { exitCode }),
      ...(endedBy === undefined ? {} : { endedBy }),
    });
  } finally {
    stopKilling();
  }
}

function pipeFor(output: Output): "pipe" | "inherit" | "ignore" {
  return output === "capture" ? "pipe" : output;
}

interface End {
  readonly error?: Error;
  readonly exitCode: number | null;
  readonly endedBy?: string;
}

/** How a process ended, once its pipes are read to their ends. */
function endOf(started: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    let end: End | undefined;
    started.on("error", (error) => {
      // Also a signal that could not be sent; then the process goes on.
      if (started.pid === undefined) resolve({ error, exitCode: null });
    });
    started.on("exit", (exitCode, endedBy) => {
      end = { exitCode, ...(endedBy === null ? {} : { endedBy }) };
      setTimeout(() => {
        started.stdout?.destroy();
        started.stderr?.destroy();
      }, PIPES_MS).unref();
    });
    started.on("close", () => resolve(end as End));
  });
}

/** Asks a process to end when the child is cancelled, and ends it where it does not; gives what calls that off. */
function killWhenCancelled(started: ChildProcess, signal: Signal, killAfterMs: number): () => void {
  // A cancel is heard in the context of whoever cancels.
  const action = currentAction();
  let timer: NodeJS.Timeout | undefined;
  const ask = (): void => {
    started.kill("SIGTERM");
    timer = setTimeout(() => {
      action?.log(names.TERMINATED, {
        child: started.spawnfile,
        pid: started.pid,
        reason: `it went on for ${killAfterMs} ms after its SIGTERM; it was sent SIGKILL`,
      });
      started.kill("SIGKILL");
    }, killAfterMs);
  };
  signal.addEventListener("abort", ask);
  return () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", ask);
  };
}
