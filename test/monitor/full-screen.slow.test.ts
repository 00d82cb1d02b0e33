import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lookUntil, type RunningProgram, RuntimeFolder } from "./running-program.js";
import { missingTerminal, Terminal } from "./terminal.js";

const LEFT = "\u001b[?25h\u001b[?1049l";

test.skipIf(missingTerminal !== undefined && process.env.CI === undefined)("a terminal is there in CI", () => {
  expect(missingTerminal).toBe(undefined);
});

if (missingTerminal !== undefined) console.log(`Skipped the full screen of clew monitor: ${missingTerminal}`);

describe.skipIf(missingTerminal !== undefined)("clew monitor on a terminal", { timeout: 30_000 }, () => {
  let folder: RuntimeFolder;
  let program: RunningProgram;
  let terminal: Terminal;
  beforeEach(async () => {
    folder = new RuntimeFolder();
    program = folder.start("house.mjs");
    await program.hear("ready");
    terminal = open();
    await terminal.until("q leave");
  });
  afterEach(async () => {
    await terminal.end();
    await folder[Symbol.asyncDispose]();
  });
  const open = (env: NodeJS.ProcessEnv = {}) =>
    new Terminal(["monitor", String(program.pid)], { XDG_RUNTIME_DIR: folder.path, ...env });

  test("shows the tree as it changes, and does what the keys ask", async () => {
    const connection = await program.attach();
    terminal.press("?");
    await terminal.until("stand still, or go on");
    terminal.press("q");
    await terminal.until("guest");
    terminal.press("jw");
    await terminal.until(/sleepForever.*spawned at.*house\.mjs:\d+:\d+/s);
    terminal.press("q");
    await terminal.until("kitchen");
    terminal.press("/cook");
    await terminal.until("filter: cook");
    terminal.press("\u001b");
    await terminal.until("q leave");
    terminal.press("f");
    await terminal.until("Nothing has happened");
    terminal.press("f");
    await terminal.until("kitchen");
    terminal.press("c");
    await terminal.until("Cancel the child guest (2)? y or n");
    terminal.press("n");
    await terminal.until("Nothing was cancelled.");
    terminal.press("c");
    await terminal.until("y or n");
    terminal.press("y");
    await terminal.until("guest (2) is cancelled.");
    await lookUntil(connection, ({ members }) => !members.some(({ name }) => name === "guest"));
    terminal.press("f");
    await terminal.until(/exited .*guest/);
    terminal.press("fq");
    const { how, text } = await terminal.ended();
    expect(how).toBe("modes same, exit 0");
    expect(text.endsWith(LEFT)).toBe(true);
  });

  test("names whoever holds the event loop while it does", async () => {
    program.tell({ do: "block", how: "busy", file: join(folder.path, "go-on") });
    await terminal.until(/blocked for at least .* by the child blocker/);
  });

  test("leaves the terminal as it was on Ctrl-C", async () => {
    terminal.press("\u0003");
    const { how, text } = await terminal.ended();
    expect([how, text.endsWith(LEFT)]).toEqual(["modes same, exit 0", true]);
  });

  test("leaves the terminal as it was on SIGTERM, and ends by it", async () => {
    process.kill(terminal.pid, "SIGTERM");
    const { how, text } = await terminal.ended();
    expect([how, text.endsWith(LEFT)]).toEqual(["modes same, signal 15", true]);
  });

  test("leaves the terminal as it was when the program dies, and says so", async () => {
    await program.end();
    const { how, text } = await terminal.ended();
    expect(how).toBe("modes same, exit 0");
    expect(text.slice(text.indexOf(LEFT))).toBe(`${LEFT}The program house.mjs has ended.\r\n`);
  });

  test("leaves the terminal as it was when it crashes, before the error is printed", async () => {
    await terminal.end();
    const crash = "data:text/javascript,process.on('SIGUSR2', () => { throw new Error('boom') })";
    terminal = open({ NODE_OPTIONS: `--import "${crash}"` });
    await terminal.until("q leave");
    process.kill(terminal.pid, "SIGUSR2");
    const { how, text } = await terminal.ended();
    expect(how).toMatch(/^modes same, exit/);
    expect(text.indexOf(LEFT)).toBeGreaterThanOrEqual(0);
    expect(text.indexOf(LEFT)).toBeLessThan(text.indexOf("boom"));
  });

  test("gives the terminal back while it is stopped, and takes it again", async () => {
    terminal.press("\u001a");
    await terminal.until(LEFT);
    // A signal to go on that comes before the stop is dropped by the system; a shell waits for the stop, which no process
    // without a shell makes.
    let isBack = false;
    const back = terminal.until("q leave").then(() => {
      isBack = true;
    });
    while (!isBack) {
      process.kill(terminal.pid, "SIGCONT");
      await new Promise(setImmediate);
    }
    await back;
    terminal.press("q");
    expect((await terminal.ended()).how).toBe("modes same, exit 0");
  });
});
