// Takes the screens of docs/guides/what-is-my-program-doing.md from a running program, examples/bakery, and puts them
// into the page, each where its marker stands: node scripts/monitor-screens.mjs [--check]. With --check nothing is
// written, and a screen that says something else than the page, numbers aside, ends it with 1. One that needs a terminal
// is left as it is where there is no python3.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = join(root, "docs/guides/what-is-my-program-doing.md");
const clew = join(root, "packages/cli/bin/clew.js");
const ESCAPE = String.fromCharCode(27);
const [ROWS, COLUMNS] = [20, 100];

const folder = mkdtempSync(join(tmpdir(), "cm-"));
const env = { ...process.env, XDG_RUNTIME_DIR: folder, NO_COLOR: "1", CLEW_MONITOR: "1" };
const bakery = spawn(process.execPath, ["examples/bakery/main.mjs"], { cwd: root, env, stdio: "ignore" });
try {
  const screens = await takeScreens();
  const before = readFileSync(page, "utf8");
  const after = before.replace(/(<!-- screen: (\S+) -->\n\n```text\n)[\s\S]*?(?=^```$)/gm, (whole, head, name) =>
    screens.has(name) ? head + screens.get(name) : whole,
  );
  if (!process.argv.includes("--check")) writeFileSync(page, after);
  else {
    const lines = (text) => withoutNumbers(text).split("\n");
    const shown = lines(before);
    const changed = lines(after).filter((line, i) => line !== shown[i]);
    if (changed.length > 0) {
      console.error(`The page shows something else than the program now:\n${changed.join("\n")}`);
      process.exitCode = 1;
    }
  }
} finally {
  bakery.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}

/** @returns {Promise<Map<string, string>>} */
async function takeScreens() {
  const screens = new Map();
  // Until all that goes wrong has been noticed, and nobody holds the event loop.
  await lookUntil(({ warnings }) => warnings.some(({ kind }) => kind === "grows"));
  screens.set("look", take(["monitor", "--most", "10"]));
  screens.set("list", take(["monitor", "--sort", "children", "--filter", "scope"]));
  const look = JSON.parse(run(["monitor", "--json"]));
  const mixer = look.members.find(({ name }) => name === "mixer").id;
  screens.set("where", shorten(run(["monitor", "--where", String(mixer)])));
  const screen = await fullScreen();
  if (screen !== undefined) screens.set("full", screen);
  await lookUntil(({ members, running }) => members.find(({ id }) => id === running?.member)?.name === "accountant");
  screens.set("blocked", shorten(run(["monitor", "--filter", "accountant"])));
  return screens;
}

/** @param {(look: { warnings: { kind: string }[], members: { id: number, name: string }[], running?: { member: number } }) => boolean} fits */
async function lookUntil(fits) {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    try {
      if (fits(JSON.parse(run(["monitor", "--json"])))) return;
    } catch (error) {
      // It has only just begun.
      if (error.status !== 1) throw error;
    }
  }
  throw new Error("The bakery does not do what is to be shown");
}

/** @param {readonly string[]} args */
function run(args) {
  return execFileSync(process.execPath, [clew, ...args], {
    cwd: root,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** A look at which nothing holds the program up: a loaded machine may, for an instant. @param {readonly string[]} args */
function take(args) {
  for (;;) {
    const text = shorten(run(args));
    if (!text.includes("blocked for")) return text;
  }
}

/** @param {string} text */
function shorten(text) {
  return text.replaceAll(`file://${root}`, "file:///srv/");
}

/** What stands on a terminal that shows the full screen. */
async function fullScreen() {
  try {
    execFileSync("python3", ["-c", "import pty"], { stdio: "ignore" });
  } catch {
    console.error("Skipped the full screen: python3 with its module pty is needed (apt-get install python3).");
    return undefined;
  }
  const terminal = [join(root, "test/monitor/in-terminal.py"), String(ROWS), String(COLUMNS)];
  const command = ["monitor", "--color", "never"];
  const screen = spawn("python3", [...terminal, process.execPath, clew, ...command], {
    cwd: root,
    env: { ...env, TERM: "xterm" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  let written = "";
  let shown = "";
  screen.stdout.on("data", (text) => {
    written += String(text);
    if (shown !== "" || !written.includes("q leave") || screenOf(written).includes("blocked for")) return;
    shown = screenOf(written);
    screen.stdin.write("q");
  });
  await once(screen, "close");
  return shown;
}

/** What stands in each row, in the end: the monitor writes whole rows. @param {string} written */
function screenOf(written) {
  const rows = Array.from({ length: ROWS }, () => "");
  for (const piece of written.split(`${ESCAPE}[K`)) {
    const [, row, text] = new RegExp(`${ESCAPE}\\[(\\d+);1H(.*)$`, "s").exec(piece) ?? [];
    if (row !== undefined)
      rows[Number(row) - 1] = text.replaceAll(new RegExp(`${ESCAPE}\\[[0-9;]*m`, "g"), "").trimEnd();
  }
  return `${rows.join("\n").trimEnd()}\n`;
}

/** @param {string} text */
function withoutNumbers(text) {
  return text.replaceAll(/\d+(\.\d+)?( ?(µs|ms|s|m\d+s))?/g, "#").replaceAll(/ +/g, " ");
}
