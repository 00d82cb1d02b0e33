/** A process while it runs: how it is started, what it is told, and how it is ended, with all that it has started. */

import { type ChildProcess, type SpawnOptions as NodeSpawnOptions, spawn } from "node:child_process";
import { statSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { exitHooks } from "../../node/index.js";
import { OutputEnd } from "./output-end.js";
import { ProcessError } from "./process-error.js";

/** What becomes of what a process writes: kept for the caller, written where ours is, or thrown away. */
export type Output = "capture" | "inherit" | "ignore";

/** How a process is started. */
export interface Start {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string | URL | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: "pipe" | "inherit" | "ignore";
  readonly stdout: Output;
  readonly stderr: Output;
  readonly maxOutputBytes: number;
  readonly killTree: boolean;
}

/** How a process ended. */
export interface End {
  readonly error?: Error;
  readonly exitCode: number | null;
  readonly endedBy?: string;
}

/** What a process has started may keep its pipes open after it has ended; it is not waited for longer than this. */
const PIPES_MS = 200;
/** How often it is looked whether the processes below an ended one are gone. */
const LOOK_MS = 20;

export class RunningProcess {
  readonly #start: Start;
  readonly #started: ChildProcess;
  readonly #out: OutputEnd;
  readonly #err: OutputEnd;
  #isUnread = false;
  readonly end: Promise<End>;

  /** Starts it; where that fails at once, as with arguments that are too long, it is a `ProcessError`. */
  constructor(start: Start) {
    this.#start = start;
    try {
      this.#started = spawn(start.command, start.args, optionsOf(start));
    } catch (cause) {
      throw new ProcessError(start.command, { stderr: "", cause });
    }
    this.#out = new OutputEnd(this.#started.stdout, start.maxOutputBytes);
    this.#err = new OutputEnd(this.#started.stderr, start.maxOutputBytes);
    // A process that does not read what it is given closes the pipe; how it ends tells whether that matters.
    this.#started.stdin?.on("error", () => {});
    this.end = this.#endOf();
  }

  get pid(): number | undefined {
    return this.#started.pid;
  }

  get stdin(): Writable | null {
    return this.#started.stdin;
  }

  get stdout(): Readable | null {
    return this.#started.stdout;
  }

  get stderr(): Readable | null {
    return this.#started.stderr;
  }

  get output(): { readonly stdout: string; readonly stderr: string; readonly bytesDropped: number } {
    return { stdout: this.#out.text, stderr: this.#err.text, bytesDropped: this.#out.dropped + this.#err.dropped };
  }

  /** The error of an end that is none that was hoped for. */
  errorOf({ error, exitCode, endedBy }: End): ProcessError {
    return new ProcessError(this.#start.command, {
      stderr: this.#err.text,
      ...(error === undefined ? {} : { cause: error, missingFolder: this.#missingFolder(error) }),
      ...(exitCode === null ? {} : { exitCode }),
      ...(endedBy === undefined ? {} : { endedBy }),
    });
  }

  /** Whether whoever its output was handed on to has ended: what it wants to write then is wanted by nobody. */
  get isUnread(): boolean {
    return this.#isUnread;
  }

  /** Hands its standard output on; where the other ends first, this one finds its pipe broken, as in a shell. */
  pipe(from: Readable, to: Writable): void {
    from.pipe(to);
    to.once("close", () => {
      if (from.readableEnded) return;
      this.#isUnread = true;
      from.destroy();
    });
  }

  /** Sends a signal to the process, or to it and all below it. */
  kill(signal: NodeJS.Signals): void {
    const { pid } = this;
    if (pid === undefined || !this.#start.killTree) this.#started.kill(signal);
    else if (process.platform === "win32") {
      spawn("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore", windowsHide: true }).on(
        "error",
        () => {},
      );
    } else signalGroup(pid, signal);
  }

  /** Ends what the process has left running below it, where it was started to be ended as a whole. */
  async endTree(killAfterMs: number): Promise<void> {
    const { pid } = this;
    if (pid === undefined || !this.#start.killTree || process.platform === "win32" || !signalGroup(pid, "SIGTERM"))
      return;
    const until = performance.now() + killAfterMs;
    while (signalGroup(pid, 0)) {
      if (performance.now() > until) signalGroup(pid, "SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  #endOf(): Promise<End> {
    const started = this.#started;
    const leave = exitHooks.join(
      { flushAtExit: () => this.kill("SIGTERM"), flushAtSignal: () => {}, goOn: () => {} },
      { signals: true },
    );
    return new Promise<End>((resolve) => {
      let end: End | undefined;
      started.on("error", (error) => {
        // Also a signal that could not be sent; then the process goes on.
        if (started.pid === undefined) resolve({ error, exitCode: null });
      });
      started.on("exit", (exitCode, endedBy) => {
        end = { exitCode, ...(endedBy === null ? {} : { endedBy }) };
        this.#closePipes();
      });
      started.on("close", () => resolve(end as End));
    }).finally(leave);
  }

  /** Closes the pipes that others keep open, once nothing has come for a while, and nobody is slow to read. */
  #closePipes(): void {
    const { stdout, stderr } = this.#started;
    const { bytes } = this;
    const look = (): void => {
      if (this.bytes !== bytes || stdout?.isPaused() || stderr?.isPaused()) this.#closePipes();
      else {
        stdout?.destroy();
        stderr?.destroy();
      }
    };
    // Where our own loop was blocked meanwhile, what has come is read before it is looked.
    setTimeout(() => setImmediate(look), PIPES_MS).unref();
  }

  /** How much it has written so far. */
  get bytes(): number {
    return this.#out.total + this.#err.total;
  }

  #missingFolder(error: Error): string | undefined {
    const { cwd } = this.#start;
    if (cwd === undefined || (error as NodeJS.ErrnoException).code !== "ENOENT") return undefined;
    return statSync(cwd, { throwIfNoEntry: false })?.isDirectory() ? undefined : String(cwd);
  }
}

function optionsOf({ cwd, env, stdin, stdout, stderr, killTree }: Start): NodeSpawnOptions {
  return {
    ...(cwd === undefined ? {} : { cwd }),
    env,
    stdio: [stdin, pipeFor(stdout), pipeFor(stderr)],
    // A group of its own, so that a signal reaches all that is in it.
    detached: killTree && process.platform !== "win32",
    windowsHide: true,
  };
}

function pipeFor(output: Output): "pipe" | "inherit" | "ignore" {
  return output === "capture" ? "pipe" : output;
}

/** Signals a group of processes; says whether there was anybody. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
