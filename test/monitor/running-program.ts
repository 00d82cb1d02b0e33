import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { MonitorLook } from "clew/observe";
import { type Connection, connect } from "../../packages/cli/src/monitor/connection.js";

const PROGRAMS = fileURLToPath(new URL("./programs/", import.meta.url));

/** What a program says of itself. */
export interface Said {
  readonly at: string;
  readonly [fact: string]: unknown;
}

/** A folder of one test's, in which its programs have their sockets; gone with the test. */
export class RuntimeFolder {
  // Short, since a socket's path must be.
  readonly path = mkdtempSync(join(tmpdir(), "cm-"));
  readonly #programs: RunningProgram[] = [];

  start(file: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): RunningProgram {
    const program = new RunningProgram(this.path, join(PROGRAMS, file), args, env);
    this.#programs.push(program);
    return program;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const program of this.#programs) await program.end();
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A program of this folder, in a process of its own. */
export class RunningProgram {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  readonly address: string;
  readonly #said: Said[] = [];
  readonly #waiting: { readonly at: string; readonly settle: (said: Said) => void }[] = [];

  constructor(runtime: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.process = spawn(process.execPath, [file, ...args], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { ...process.env, XDG_RUNTIME_DIR: runtime, ...env },
    });
    let stderr = "";
    this.process.stderr?.on("data", (text) => {
      stderr += String(text);
    });
    this.ended = once(this.process, "close").then(([code]) => ({ code, stderr }));
    this.address = join(runtime, "clew", `${this.pid}.sock`);
    this.process.on("message", (message) => this.#hear(message as Said));
  }

  get pid(): number {
    return this.process.pid as number;
  }

  tell(command: object): void {
    this.process.send(command);
  }

  /** What it says next of this. */
  hear(at: string): Promise<Said> {
    const index = this.#said.findIndex((said) => said.at === at);
    if (index >= 0) return Promise.resolve(this.#said.splice(index, 1)[0] as Said);
    return Promise.race([
      new Promise<Said>((settle) => this.#waiting.push({ at, settle })),
      this.ended.then(({ code, stderr }) => {
        throw new Error(`The program ended with ${code} before it said ${at}:\n${stderr}`);
      }),
    ]);
  }

  attach(): Promise<Connection> {
    return connect(this.address);
  }

  async end(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill("SIGKILL");
    await this.ended;
  }

  #hear(said: Said): void {
    const index = this.#waiting.findIndex(({ at }) => at === said.at);
    if (index >= 0) this.#waiting.splice(index, 1)[0]?.settle(said);
    else this.#said.push(said);
  }
}

/** Looks again and again until what is seen fits. */
export async function lookUntil(connection: Connection, fits: (look: MonitorLook) => boolean): Promise<MonitorLook> {
  for (;;) {
    const look = await connection.ask<MonitorLook>({ do: "look" });
    if (fits(look)) return look;
  }
}
