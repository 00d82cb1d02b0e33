import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("./in-terminal.py", import.meta.url));
const CLEW = fileURLToPath(new URL("../../packages/cli/bin/clew.js", import.meta.url));

/** Why there is no terminal to test in; nothing where there is one. */
export const missingTerminal = findMissing();

function findMissing(): string | undefined {
  try {
    execFileSync("python3", ["-c", "import pty"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "python3 with its module pty is needed for a terminal: apt-get install python3";
  }
}

/** `clew` in a terminal of its own. */
export class Terminal {
  readonly #process: ChildProcessWithoutNullStreams;
  /** All that the terminal was sent. */
  text = "";
  #stderr = "";
  #wake: () => void = () => {};

  constructor(args: readonly string[], env: NodeJS.ProcessEnv, [rows, columns] = [24, 100]) {
    const command = [SCRIPT, String(rows), String(columns), process.execPath, CLEW, ...args];
    this.#process = spawn("python3", command, { env: { ...process.env, TERM: "xterm-256color", ...env } });
    this.#process.stdout.on("data", (piece) => {
      this.text += String(piece);
      this.#wake();
    });
    this.#process.once("close", () => this.#wake());
    this.#process.stderr.on("data", (piece) => {
      this.#stderr += String(piece);
    });
  }

  /** The process of the command itself. */
  get pid(): number {
    return Number(/^\d+/.exec(this.#stderr)?.[0]);
  }

  press(keys: string): void {
    this.#process.stdin.write(keys);
  }

  /** Waits for a text that was not there when this was last called. */
  async until(wanted: string | RegExp): Promise<void> {
    const fits = () => (typeof wanted === "string" ? this.text.includes(wanted) : wanted.test(this.text));
    while (!fits()) {
      if (this.#process.exitCode !== null) throw new Error(`The command ended without ${wanted}:\n${this.text}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.text = "";
  }

  /** How it ended: the terminal's modes, the status, and the last that the terminal was sent. */
  async ended(): Promise<{ readonly how: string; readonly text: string }> {
    if (this.#process.exitCode === null) await once(this.#process, "close");
    return { how: this.#stderr.trim().split("\n").at(-1) ?? "", text: this.text };
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    if (this.pid > 0) process.kill(this.pid, "SIGKILL");
    await once(this.#process, "close");
  }
}
