import { afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  addDestination,
  close,
  ledger,
  logMessage,
  removeDestination,
  startAction,
  startTask,
  withAction,
} from "../record/index.js";
import type { ConsoleStream } from "./index.js";
import { toConsole } from "./index.js";
import { createConsoleLog, type ToConsoleOptions } from "./to-console.js";

// Takes what other tests of this process logged before there was a destination.
beforeAll(() => {
  const early = () => {};
  addDestination(early);
  removeDestination(early);
});
afterEach(close);

const ESC = "\x1b";
const PIECES = new RegExp(`(\n|${ESC}\\[\\d*[A-Za-z])`);
const UP = new RegExp(`^${ESC}\\[(\\d+)A$`);
const OWN = new RegExp(`\r?${ESC}\\[\\d*[AJ]`, "g");
const TWO_ROWS_OFF = new RegExp(`^\r${ESC}\\[2A${ESC}\\[J`);

/** A terminal as an emulator sees it: what has scrolled, and the row that the cursor is in. */
class Terminal implements ConsoleStream {
  readonly isTTY: boolean;
  columns = 80;
  rows = 24;
  raw = "";
  readonly lines: string[] = [""];
  readonly #listeners = new Map<string, Set<(error?: Error) => void>>();

  constructor(isTTY = true) {
    this.isTTY = isTTY;
  }

  write(text: string, callback?: (error?: Error | null) => void): boolean {
    this.raw += text;
    for (const piece of text.split(PIECES)) this.#obey(piece);
    callback?.();
    return true;
  }

  #obey(piece: string): void {
    const up = UP.exec(piece);
    if (piece === "\n") this.lines.push("");
    else if (up !== null) this.#row -= Number(up[1]);
    else if (piece === "\x1b[J") this.lines.length = this.#row + 1;
    else if (piece.startsWith("\r")) this.lines[this.#row] = "";
    else this.lines[this.#row] += piece;
    if (piece === "\n") this.#row = this.lines.length - 1;
    if (piece === "\x1b[J") this.lines[this.#row] = "";
  }

  #row = 0;

  on(event: string, listener: (error?: Error) => void): void {
    this.#listeners.set(event, (this.#listeners.get(event) ?? new Set()).add(listener));
  }

  off(event: string, listener: (error?: Error) => void): void {
    this.#listeners.get(event)?.delete(listener);
  }

  emit(event: string, error?: Error): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(error);
  }

  /** The text that can be read, with times and uuids made equal. */
  get screen(): string[] {
    const lines = this.lines.at(-1) === "" ? this.lines.slice(0, -1) : this.lines;
    return lines.map(steady);
  }
}

function steady(line: string): string {
  return line
    .replace(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3} {2}/, "<task>    ")
    .replace(/^(.{10}) *(?:\d\d:\d\d:\d\d\.\d{3}|[+-]?[\d.]+(?:µs|ms|s)) {2}/, "$1      <time>  ")
    .trimEnd();
}

/** A console on a fake terminal, whose footer is drawn when `tick` is called. */
function open(options: ToConsoleOptions = {}, env: Record<string, string> = {}) {
  const terminal = new Terminal();
  let call: () => void = () => {};
  const clock = {
    now: () => Date.now() / 1000,
    every: (_ms: number, redraw: () => void) => {
      call = redraw;
      return () => {
        call = () => {};
      };
    },
  };
  const destination = createConsoleLog(terminal, options, clock, { NO_COLOR: "1", ...env });
  addDestination(destination);
  return { terminal, destination, tick: () => call() };
}

describe("toConsole() on a terminal", () => {
  test("gives an action in which nothing happened one line, and others a line at both ends", () => {
    const { terminal } = open();
    withAction("order", { id: 17 }, () => {
      withAction("reserve", { sku: "lamp" }, (action) => action.addSuccessFields({ from: "east" }));
      logMessage("paid", { amount: 39.9 });
    });
    expect(terminal.screen).toEqual([
      "<task>          <time>  ┌ order  id=17",
      "                <time>  │ ✓ reserve  sku=lamp  → from=east",
      "                <time>  │ · paid  amount=39.9",
      "                <time>  └ ✓ order",
    ]);
  });

  test("says each action where it begins when there is no footer", () => {
    const { terminal } = open({ footer: false });
    const action = startTask("order");
    expect(terminal.screen).toEqual(["<task>          <time>  ┌ order"]);
    action.finish();
    expect(terminal.screen.at(-1)).toBe("                <time>  └ ✓ order");
  });

  test("lets tasks that run at once take turns under their uuids", () => {
    const { terminal } = open();
    const [a, b] = [startTask("a"), startTask("b")];
    a.log("one");
    b.log("two");
    b.log("three");
    a.log("four");
    const lanes = terminal.lines.map((line) => line.slice(0, 18)).filter((lane) => lane !== "");
    const [laneA, , laneB] = [a.taskUuid.slice(0, 18), "", b.taskUuid.slice(0, 18)];
    expect(lanes.map((lane) => lane.trim())).toEqual([laneA, "", laneB, "", "", laneA]);
    a.finish();
    b.finish();
  });

  test("shows what is open in a footer, and takes it away when it ends", () => {
    const { terminal, tick } = open();
    const task = startTask("order");
    const charge = task.run(() => startAction("charge"));
    expect(terminal.screen).toEqual([]);
    tick();
    expect(terminal.screen).toEqual(["<task>          <time>  ◌ order / charge"]);
    charge.log("tried");
    tick();
    expect(terminal.screen.slice(-2)).toEqual([
      "                <time>  │ │ · tried",
      "<task>          <time>  ◌ order / charge",
    ]);
    charge.finish();
    task.finish();
    tick();
    expect(terminal.screen.at(-1)).toBe("                <time>  └ ✓ order");
  });

  test("counts what finds no room in the footer", () => {
    const { terminal, tick } = open();
    const tasks = Array.from({ length: 20 }, (_, i) => startTask(`job ${i}`));
    tick();
    expect(terminal.screen).toHaveLength(8);
    expect(terminal.screen.at(-1)).toContain("20 actions are open");
    terminal.rows = 6;
    tasks[0]?.log("now");
    tick();
    expect(terminal.screen).toHaveLength(2 + 2);
    for (const task of tasks) task.finish();
  });

  test("keeps what the program itself prints, whole and in its place", () => {
    const { terminal, tick } = open();
    const task = startTask("order");
    tick();
    terminal.write("printed\n");
    tick();
    terminal.write("half of ");
    tick();
    terminal.write("a line");
    task.log("logged");
    tick();
    expect(terminal.screen.slice(0, 4)).toEqual([
      "printed",
      "half of a line",
      "<task>          <time>  ┌ order",
      "                <time>  │ · logged",
    ]);
    expect(terminal.screen).toHaveLength(5);
    task.finish();
  });

  test("tells at its close of what has begun and was not told of, and leaves the stream as it was", async () => {
    const { terminal, destination, tick } = open();
    const task = startTask("order", { id: 1 });
    tick();
    await close();
    expect(terminal.screen).toEqual(["<task>          <time>  ◌ order  unfinished  id=1"]);
    expect(Object.hasOwn(terminal, "write")).toBe(false);
    task.finish();
    expect(destination.counts()).toEqual({ written: 1, dropped: 0 });
  });

  test("takes a footer off a screen that became narrower, without a line of the log", () => {
    const { terminal, tick } = open();
    const task = startTask("a-type-of-some-length-for-a-footer");
    task.log("kept");
    tick();
    const before = terminal.raw.length;
    terminal.columns = 40;
    terminal.emit("resize");
    task.log("next");
    expect(terminal.raw.slice(before)).toMatch(TWO_ROWS_OFF);
    expect(terminal.lines.at(-2)).toHaveLength(36 + "· …".length);
    task.finish();
  });

  test("cuts every line to the screen", () => {
    const { terminal } = open();
    terminal.columns = 50;
    terminal.emit("resize");
    withAction("order", { note: "x".repeat(500) }, () => logMessage("日本".repeat(40)));
    for (const line of terminal.lines) expect(line.length).toBeLessThan(50);
  });

  test("colours as NO_COLOR and FORCE_COLOR say, and moves no cursor on a dumb terminal", () => {
    const plain = open();
    const colored = open({}, { NO_COLOR: "", TERM: "xterm" });
    const dumb = open({}, { TERM: "dumb" });
    withAction("order", () => logMessage("paid"));
    for (const { tick } of [plain, colored, dumb]) tick();
    expect(plain.terminal.raw).not.toContain("\x1b[3");
    expect(colored.terminal.raw).toContain("\x1b[3");
    expect(dumb.terminal.raw).not.toContain("\x1b");
  });

  test("lets no control character of a message reach the terminal", () => {
    const { terminal, tick } = open();
    const task = startTask("evil \x1b[2J\r\n", { "k\x07": "v\x9b31m\u202e" });
    tick();
    task.log("m\x1b]0;title\x07");
    task.finish(new Error("bad\x1b[1A\nsecond"));
    const own = terminal.raw.replace(OWN, "").replaceAll("\n", "");
    expect(own).not.toMatch(/\p{Cc}|\p{Cf}/u);
  });

  test("counts what a terminal that went away did not get", () => {
    const { terminal } = open();
    logMessage("seen");
    terminal.emit("error", new Error("write EIO"));
    logMessage("unseen");
    expect(ledger()[0]).toMatchObject({ logged: 2, written: 1, dropped: 1 });
    expect(terminal.raw).not.toContain("unseen");
  });
});

describe("toConsole() elsewhere", () => {
  test("writes the log's own lines", async () => {
    const stream = new Terminal(false);
    toConsole({ stream });
    logMessage("hello", { to: "Ada" });
    await close();
    expect(JSON.parse(stream.raw)).toMatchObject({ message_type: "hello", to: "Ada" });
  });

  test("draws trees where it is asked to", async () => {
    const stream = new Terminal(false);
    toConsole({ stream, form: "tree" });
    logMessage("hello", { to: "Ada" });
    expect(stream.screen).toEqual(["<task>          <time>  · hello  to=Ada"]);
  });
});
