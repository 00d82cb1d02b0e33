/**
 * The whole terminal, taken for a while: its second screen, without a cursor, with keys as they are pressed. However the
 * command ends, it is left as it was found; only a SIGKILL cannot be helped.
 */

import { emitKeypressEvents, type Key } from "node:readline";

const ENTER = "\x1b[?1049h\x1b[?25l\x1b[2J";
const LEAVE = "\x1b[?25h\x1b[?1049l";
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

interface Handlers {
  /** A key was pressed. */
  key(key: Key): void;
  /** All must be drawn anew: the screen was taken, or has another size. */
  draw(): void;
}

export class FullScreen {
  readonly #handlers: Handlers;
  readonly #input: NodeJS.ReadStream;
  readonly #output: NodeJS.WriteStream;
  /** The member in each row. */
  #rows: readonly string[] = [];
  #isOn = false;

  constructor(handlers: Handlers, input = process.stdin, output = process.stdout) {
    this.#handlers = handlers;
    this.#input = input;
    this.#output = output;
  }

  get columns(): number {
    return this.#output.columns || 80;
  }

  get rows(): number {
    return this.#output.rows || 24;
  }

  open(): void {
    emitKeypressEvents(this.#input);
    this.#input.on("keypress", this.#key);
    this.#output.on("resize", this.#resize);
    // Comes before an uncaught error is printed, which would else be lost with the second screen.
    process.on("exit", this.#leave);
    process.on("SIGCONT", this.#enter);
    for (const signal of SIGNALS) process.on(signal, this.#signal);
    this.#enter();
  }

  close(): void {
    this.#leave();
    this.#input.off("keypress", this.#key);
    this.#output.off("resize", this.#resize);
    process.off("exit", this.#leave);
    process.off("SIGCONT", this.#enter);
    for (const signal of SIGNALS) process.off(signal, this.#signal);
  }

  /** Shows these lines, none of them wider than the screen; writes only those that are others than before. */
  show(lines: readonly string[]): void {
    if (!this.#isOn) return;
    const rows = lines.slice(0, this.rows);
    let text = "";
    for (let i = 0; i < Math.max(rows.length, this.#rows.length); i++) {
      const line = rows[i] ?? "";
      if (line !== this.#rows[i]) text += `\x1b[${i + 1};1H${line}\x1b[K`;
    }
    this.#rows = rows;
    if (text !== "") this.#output.write(text);
  }

  readonly #enter = (): void => {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#rows = [];
    this.#input.setRawMode(true);
    this.#input.resume();
    this.#output.write(ENTER);
    this.#handlers.draw();
  };

  readonly #leave = (): void => {
    if (!this.#isOn) return;
    this.#isOn = false;
    // The terminal takes it before the call returns.
    this.#output.write(LEAVE);
    this.#input.setRawMode(false);
    this.#input.pause();
  };

  readonly #key = (_text: string | undefined, key: Key): void => {
    if (key.ctrl === true && key.name === "z") this.#suspend();
    else this.#handlers.key(key);
  };

  /** Ctrl-Z is a key here; it does what it does elsewhere. */
  #suspend(): void {
    this.#leave();
    process.kill(process.pid, "SIGTSTP");
  }

  readonly #resize = (): void => {
    this.#rows = [];
    if (this.#isOn) this.#output.write("\x1b[2J");
    this.#handlers.draw();
  };

  readonly #signal = (signal: NodeJS.Signals): void => {
    this.close();
    process.kill(process.pid, signal);
  };
}
