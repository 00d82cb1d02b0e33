// Every command that reads a log, as a person calls it, on logs that grow in one way each. What its start takes is
// subtracted; processes that it starts are counted.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LOGS } from "./cases/logs.mjs";
import { MOST_TIMES } from "./measure.mjs";

const clew = fileURLToPath(new URL("../../packages/cli/dist/main.js", import.meta.url));
const LEAST = 20_000;
const MOST = 320_000;
/** Less than this, in milliseconds beyond its start, is the compiler's time and the collector's. */
const SHORTEST = 300;
const ROUNDS = { least: 1, most: 4 };
/** A cache or a heap that is full is a step and soon passed; a product grows at every doubling. */
const DOUBLINGS = 3;

/** The command's arguments for a log, and a second one that differs in nothing. @type {Readonly<Record<string, (log: string, other: string) => string[]>>} */
const COMMANDS = {
  tree: (log) => ["tree", log],
  "tree, cut to the width": (log) => ["tree", "--width", "80", log],
  "tree, the longest first": (log) => ["tree", "--sort", "duration", "--failed", log],
  "tree as a filter has it": (log) => ["tree", "--filter", "status=failed", log],
  pretty: (log) => ["pretty", log],
  "pretty, compact": (log) => ["pretty", "-c", log],
  find: (log) => ["find", "status=failed", log],
  "find, counted": (log) => ["find", "--count", "type~e*", log],
  "find, with what lies above": (log) => ["find", "--context", "status=failed", log],
  "find, words": (log) => ["find", "--json", "answer", log],
  why: (log) => ["why", "--handled", log],
  "why, with a baseline": (log, other) => ["why", "--baseline", other, log],
  slow: (log) => ["slow", log],
  path: (log) => ["path", "status=failed", log],
  diff: (log, other) => ["diff", log, other],
  stats: (log) => ["stats", log],
  import: (log) => ["import", log],
  index: (log) => ["index", log],
  query: (log) => ["query", "select type, count(*) from messages group by all order by all", log],
  tail: (_log) => ["tail", "--lines", "1000000", "-"],
  ...Object.fromEntries(
    ["eliot-forest", "chrome-trace", "perfetto", "speedscope", "dot", "mermaid", "csv", "otlp", "jaeger", "html"].map(
      (form) => [`export --to ${form}`, (/** @type {string} */ log) => ["export", "--to", form, log]],
    ),
  ),
};

/** Processor time of a command and all that it starts. @param {string[]} args @param {string} log @returns {number} milliseconds */
function millisecondsOf(args, log) {
  const script = '"$@" < "$CLEW_GROWTH_LOG" > /dev/null; status=$?; times; exit $status';
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script, "clew", process.execPath, clew, ...args], {
    encoding: "utf8",
    env: { ...process.env, CLEW_COLOR: "never", CLEW_GROWTH_LOG: log, XDG_CONFIG_HOME: "/nowhere" },
    maxBuffer: 1 << 28,
  });
  // 1 says that nothing was found, which is an answer.
  if (status !== 0 && status !== 1) throw new Error(`clew ${args.join(" ")} ended with ${status}:\n${stderr}`);
  const [, ofChildren = ""] = stdout.trim().split("\n");
  return ofChildren
    .split(" ")
    .map((text) => /^(\d+)m([\d.]+)s$/.exec(text) ?? [])
    .reduce((sum, [, minutes, seconds]) => sum + 60_000 * Number(minutes) + 1000 * Number(seconds), 0);
}

/** @param {(log: string, other: string) => string[]} command @param {(messages: number) => object[]} messages @returns {import("./measure.mjs").Growth} */
function growthOf(command, messages) {
  const folder = mkdtempSync(join(tmpdir(), "clew-growth-"));
  /** With logs that nobody has read: a store beside one is made anew. @param {number} n */
  const once = (n) => {
    const at = mkdtempSync(join(folder, "logs-"));
    const text = messages(n)
      .map((message) => `${JSON.stringify(message)}\n`)
      .join("");
    const [log, other] = [join(at, "app.log"), join(at, "other.log")];
    writeFileSync(log, text);
    writeFileSync(other, text);
    const milliseconds = millisecondsOf(command(log, other), log);
    rmSync(at, { recursive: true });
    return milliseconds;
  };
  try {
    mkdirSync(folder, { recursive: true });
    const start = Math.min(once(20), once(20));
    let n = LEAST;
    let fewer = once(n) - start;
    for (; n < MOST && fewer < SHORTEST; fewer = once(n) - start) n *= 2;
    for (let doublings = 1; ; doublings++) {
      let [more, times] = [Infinity, Infinity];
      for (let round = 0; round < ROUNDS.least || (round < ROUNDS.most && times > MOST_TIMES); round++) {
        if (round > 0 || doublings > 1) fewer = Math.min(fewer, once(n) - start);
        more = Math.min(more, once(2 * n) - start);
        times = more / Math.max(fewer, SHORTEST);
      }
      if (times <= MOST_TIMES || doublings === DOUBLINGS) return { n, fewer, more, times };
      n *= 2;
      fewer = more;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A case for each command and log. @returns {{ name: string, grow: () => import("./measure.mjs").Growth }[]} */
export function commandCases() {
  return Object.entries(COMMANDS).flatMap(([command, args]) =>
    Object.entries(LOGS).map(([log, messages]) => ({
      name: `clew ${command}: ${log}`,
      grow: () => growthOf(args, messages),
    })),
  );
}
